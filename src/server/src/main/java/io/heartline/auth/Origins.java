package io.heartline.auth;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may connect. Browsers send the origin of a page in the Origin header. A client without this header is
 * no browser and may connect, since origins protect only the users of browsers.
 *
 * <ul>
 *   <li>With a list, the origin must be on it: the same scheme, host and port, regardless of case, and the default port of
 *       the scheme may be left out. {@code *} on the list lets every page in.
 *   <li>Without one, the page must come from the host and port that the request was sent to (its Host header), whatever
 *       the scheme, because TLS often ends before us. If authentication is off, pages on loopback hosts ({@code
 *       localhost}, {@code *.localhost}, {@code 127.x.x.x}, {@code [::1]}) may connect as well, from any port: that is
 *       development.
 * </ul>
 *
 * <p>Immutable; safe on any thread.
 */
public final class Origins {
    private static final String ANY = "*";
    private static final Pattern ORIGIN =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(\\[[0-9a-f:.]+\\]|[^\\s/:@?#\\[\\],]+)(?::([0-9]{1,5}))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+\\]|[^\\s/:@?#\\[\\],]+)(?::([0-9]{1,5}))?");
    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\]");

    private final boolean any;
    private final Set<Origin> listed;
    private final boolean loopback;

    private Origins(boolean any, Set<Origin> listed, boolean loopback) {
        this.any = any;
        this.listed = listed;
        this.loopback = loopback;
    }

    /** A port of -1 is one that the scheme does not imply. */
    private record Origin(String scheme, String host, int port) {
        static @Nullable Origin of(String text) {
            Matcher matcher = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                return null;
            }
            String scheme = matcher.group(1);
            return new Origin(scheme, matcher.group(2), portOf(matcher.group(3), scheme));
        }

        /** True if a Host header names the same host and port. */
        boolean isAt(String header) {
            Matcher matcher = HOST.matcher(header.toLowerCase(Locale.ROOT));
            return matcher.matches() && matcher.group(1).equals(host) && portOf(matcher.group(2), scheme) == port;
        }

        private static int portOf(@Nullable String given, String scheme) {
            if (given != null) {
                return Integer.parseInt(given);
            }
            return switch (scheme) {
                case "http", "ws" -> 80;
                case "https", "wss" -> 443;
                default -> -1;
            };
        }
    }

    /** The rules of a configuration. */
    public static Origins of(AuthConfig config) {
        List<String> origins = config.origins();
        Set<Origin> listed =
                origins.stream().map(Origin::of).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
        boolean development = origins.isEmpty() && config.mode() == AuthConfig.Mode.NONE;
        return new Origins(origins.contains(ANY), listed, development);
    }

    /** True if a configuration may name it: {@code *}, or scheme, host and perhaps port, with nothing after them. */
    public static boolean isWellFormed(String origin) {
        return origin.equals(ANY) || Origin.of(origin) != null;
    }

    /** True if a request with these headers may continue; null stands for a missing header. */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null || any) {
            return true;
        }
        Origin from = Origin.of(origin);
        if (from == null) {
            return false; // "null" among them: a page that has no origin, which any page can make
        }
        if (!listed.isEmpty()) {
            return listed.contains(from);
        }
        boolean sameHost = host != null && from.isAt(host);
        return sameHost || (loopback && LOOPBACK.matcher(from.host()).matches());
    }
}
