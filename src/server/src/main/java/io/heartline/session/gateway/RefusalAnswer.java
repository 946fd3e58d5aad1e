package io.heartline.session.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The HTTP answer to a refused request: a problem document, and the headers that its status asks for. */
final class RefusalAnswer {
    private RefusalAnswer() {}

    /** Writes the answer, and ends it. */
    static void write(HttpServerResponse response, ConnectionRefusal refusal) {
        response.setStatusCode(refusal.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (refusal.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE); // it must not keep the file that is missing
        }
        if (refusal.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        } else if (refusal.status() == 405) {
            response.putHeader(HttpHeaders.ALLOW, "GET");
        } else if (refusal.status() == 426) {
            response.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
                    .putHeader("Sec-WebSocket-Version", OpeningRules.VERSION);
        }
        if (!response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            // A page of any origin may read why it may not connect.
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        JsonObject problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", refusal.status())
                .put("detail", refusal.detail())
                .put("code", refusal.code());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json").end(problem.toBuffer());
    }
}
