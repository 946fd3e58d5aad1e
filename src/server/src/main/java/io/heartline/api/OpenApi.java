package io.heartline.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Serves the OpenAPI description, which is read once, when the class is loaded. */
final class OpenApi {
    private static final Buffer DESCRIPTION = read();

    private final ResponseWriter responses;

    OpenApi(ResponseWriter responses) {
        this.responses = responses;
    }

    /** {@code GET /openapi.json}. */
    void describe(RoutingContext context) {
        responses.json(context.request(), 200, DESCRIPTION);
    }

    private static Buffer read() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.json"))) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
