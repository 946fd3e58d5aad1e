package io.heartline.auth;

import io.heartline.auth.OriginList.Origin;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may connect. Browsers send the origin of a page in the Origin header. A client without this header is
 * no browser and may connect, since origins protect only the users of browsers.
 *
 * <ul>
 *   <li>With a list ({@link OriginList}), the origin must be on it.
 *   <li>Without one, the page must come from the host and port that the request was sent to (its Host header), whatever
 *       the scheme, because TLS often ends before us. If authentication is off, pages on loopback hosts ({@code
 *       localhost}, {@code *.localhost}, {@code 127.x.x.x}, {@code [::1]}) may connect as well, from any port: that is
 *       development.
 * </ul>
 *
 * <p>Immutable; safe on any thread.
 */
public final class Origins {
    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[(0:){7}1\\]");

    private final OriginList listed;
    private final boolean loopback;

    private Origins(OriginList listed, boolean loopback) {
        this.listed = listed;
        this.loopback = loopback;
    }

    /** The rules of a configuration. */
    public static Origins of(AuthConfig config) {
        boolean development = config.origins().isEmpty() && config.mode() == AuthConfig.Mode.NONE;
        return new Origins(OriginList.of(config.origins()), development);
    }

    /** True if a request with these headers may continue; null stands for a missing header. */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null || listed.hasAny()) {
            return true;
        }
        if (!listed.isEmpty()) {
            return listed.has(origin);
        }
        Origin from = Origin.of(origin);
        if (from == null) {
            return false; // "null" among them: a page that has no origin, which any page can make
        }
        boolean sameHost = host != null && from.isAt(host);
        return sameHost || (loopback && LOOPBACK.matcher(from.host()).matches());
    }
}
