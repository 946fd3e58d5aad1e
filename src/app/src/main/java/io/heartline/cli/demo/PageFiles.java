package io.heartline.cli.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The files of the page and the JavaScript client, from the jar. */
final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** The page may load what is served here, and speak to the nodes; nobody may put it in a frame and guide a click. */
    private static final String POLICY = "default-src 'self'; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private PageFiles() {}

    static void addTo(Router router) {
        router.get("/").handler(context -> give(context, "/demo/", "index.html"));
        router.getWithRegex("/(?<file>[a-z-]+\\.[a-z]+)")
                .handler(context -> give(context, "/demo/", context.pathParam("file")));
        router.getWithRegex("/heartline/(?<file>[a-z-]+\\.js)")
                .handler(context -> give(context, "/heartline-client/", context.pathParam("file")));
    }

    private static void give(RoutingContext context, String folder, String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        try (InputStream in = type == null ? null : PageFiles.class.getResourceAsStream(folder + file)) {
            if (in == null) {
                context.next();
                return;
            }
            HttpServerResponse response = context.response();
            response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Content-Security-Policy", POLICY)
                    .end(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            context.fail(e);
        }
    }
}
