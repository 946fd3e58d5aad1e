package io.heartline.session.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Origin of the page that sent a request. With a GET of the page's own host, a browser sends no Origin, as it would with a
 * WebSocket; the Referer contains it too.
 */
final class PageOrigin {
    private static final Pattern PAGE = Pattern.compile("(https?://[^/]+)/");

    private PageOrigin() {}

    /** Null if the request came from no page. */
    static @Nullable String of(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String referer = request.getHeader(HttpHeaders.REFERER);
        if (origin != null || referer == null) {
            return origin;
        }
        Matcher page = PAGE.matcher(referer);
        return page.lookingAt() ? page.group(1) : null;
    }
}
