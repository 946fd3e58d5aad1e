package io.heartline.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The only media type that an operation accepts. A request that names none is refused too: pages of foreign origins can
 * send such requests without a preflight.
 */
record MediaType(String name) {

    /** Throws {@link ProblemException} if the content has another type or charset, or is compressed. */
    void require(HttpServerRequest request) {
        if (!matches(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            request.response().putHeader(HttpHeaders.ACCEPT, name);
            throw unsupported("The header Content-Type must be " + name + ", in UTF-8.");
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            throw unsupported("The header Content-Encoding must be absent: compressed content is not taken.");
        }
    }

    private boolean matches(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals(name)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    private static ProblemException unsupported(String detail) {
        return Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail).exception();
    }
}
