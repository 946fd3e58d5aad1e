package io.heartline.session.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of RFC 6455, section 4, for a request that opens a WebSocket, and those of its subprotocol. */
final class OpeningRules {
    static final String SUBPROTOCOL = "heartline.v1";
    /** The header with the subprotocols that a client offers. */
    static final String OFFER = "Sec-WebSocket-Protocol";
    /** The version of the WebSocket protocol. */
    static final String VERSION = "13";

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private OpeningRules() {}

    static boolean isUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    /** Checks the rules of RFC 6455, section 4, that Vert.x does not check. */
    static @Nullable ConnectionRefusal fault(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            return new ConnectionRefusal(505, "BAD_REQUEST", "a WebSocket is opened with HTTP/1.1", 0);
        }
        if (request.getHeader(HttpHeaders.HOST) == null) {
            return new ConnectionRefusal(400, "BAD_REQUEST", "Host: is missing", 0);
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return new ConnectionRefusal(426, "BAD_REQUEST", "Sec-WebSocket-Version: must be " + VERSION, 0);
        }
        String key = request.getHeader("Sec-WebSocket-Key");
        if (key != null && !KEY.matcher(key.strip()).matches()) {
            return new ConnectionRefusal(400, "BAD_REQUEST", "Sec-WebSocket-Key: must be 16 bytes in base64", 0);
        }
        return hasContent(request)
                ? new ConnectionRefusal(400, "BAD_REQUEST", "a request that opens a WebSocket has no content", 0)
                : null;
    }

    private static boolean hasContent(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    static @Nullable ConnectionRefusal subprotocolFault(HttpServerRequest request) {
        List<String> offered = offered(request);
        return offered.isEmpty() || offered.contains(SUBPROTOCOL)
                ? null
                : new ConnectionRefusal(400, "BAD_REQUEST", OFFER + ": only " + SUBPROTOCOL + " is spoken", 0);
    }

    /** The subprotocols that a client offers. */
    static List<String> offered(HttpServerRequest request) {
        return request.headers().getAll(OFFER).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
