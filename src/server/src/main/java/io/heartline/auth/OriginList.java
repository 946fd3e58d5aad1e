package io.heartline.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A list of web pages, by their origins as browsers send them.
 *
 * <pre>
 *   https://app.example.com     that origin; its default port may be left out
 *   https://*.example.com       every sub-domain of example.com, at any depth; not example.com itself
 *   *                           every page
 * </pre>
 *
 * <p>Immutable; safe on any thread.
 */
public final class OriginList {
    private static final String ANY = "*";
    private static final String SUB_DOMAINS = "*.";
    private static final Pattern ORIGIN =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(\\[[0-9a-f:.]+\\]|[^\\s/:@?#\\[\\],]+)(?::([0-9]{1,5}))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+\\]|[^\\s/:@?#\\[\\],]+)(?::([0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?");
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final int MOST_PORT = 65_535;

    /** Schemes whose pages have no origin, and those of connections: a page has neither. */
    private static final Set<String> NO_PAGES =
            Set.of("ws", "wss", "ftp", "file", "data", "blob", "about", "javascript");

    private final boolean any;
    private final List<Origin> listed;

    private OriginList(boolean any, List<Origin> listed) {
        this.any = any;
        this.listed = listed;
    }

    /** The list of a configuration without faults. */
    public static OriginList of(List<String> origins) {
        return new OriginList(
                origins.contains(ANY),
                origins.stream().map(Origin::of).filter(Objects::nonNull).toList());
    }

    /** The fault of an origin in a configuration, as the rest of a sentence that begins with it; null if it has none. */
    public static @Nullable String fault(String origin) {
        if (origin.equals(ANY)) {
            return null;
        }
        Matcher matcher = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return "must be * or scheme://host or scheme://host:port, with nothing after it";
        }
        if (NO_PAGES.contains(matcher.group(1))) {
            return "is no origin of a page: browsers send the scheme of the page, such as https";
        }
        int port = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > MOST_PORT) {
            return "must have a port from 1 to " + MOST_PORT;
        }
        return hostFault(matcher.group(2));
    }

    private static @Nullable String hostFault(String host) {
        if (host.startsWith("[")) {
            return canonical(host) == null ? "must have an IPv6 address between the brackets" : null;
        }
        String name = host.startsWith(SUB_DOMAINS) ? host.substring(SUB_DOMAINS.length()) : host;
        if (name.contains("*")) {
            return "may have a * only as the whole first label, as in https://*.example.com";
        }
        if (name.chars().anyMatch(c -> c > 0x7E)) {
            return "must have its host as browsers send it: in ASCII, with xn--";
        }
        boolean address = NUMERIC.matcher(name).matches();
        if (!NAME.matcher(name).matches() || (address && (!isIpv4(name) || !name.equals(host)))) {
            return "has a host that no browser sends";
        }
        return null;
    }

    private static boolean isIpv4(String name) {
        return IPV4.matcher(name).matches()
                && Arrays.stream(name.split("\\.", -1)).allMatch(part -> Integer.parseInt(part) <= 255);
    }

    /** An IPv6 address in one form; null if it is none. */
    private static @Nullable String canonical(String bracketed) {
        try {
            InetAddress address = InetAddress.getByName(bracketed); // asks nobody: it is no name
            return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** True if there is nothing on the list. */
    boolean isEmpty() {
        return !any && listed.isEmpty();
    }

    /** True if every page is on the list, also one that has no origin. */
    boolean hasAny() {
        return any;
    }

    /** True if a page with this origin is on the list. */
    public boolean has(String origin) {
        if (any) {
            return true;
        }
        Origin from = Origin.of(origin);
        return from != null && listed.stream().anyMatch(one -> one.matches(from));
    }

    /** An origin, or a pattern of origins. A port of -1 is one that the scheme does not imply. */
    record Origin(String scheme, String host, int port) {
        static @Nullable Origin of(String text) {
            Matcher matcher = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
            String host = matcher.matches() ? normal(matcher.group(2)) : null;
            return host == null ? null : new Origin(matcher.group(1), host, portOf(matcher.group(3), matcher.group(1)));
        }

        private static @Nullable String normal(String host) {
            return host.startsWith("[") ? canonical(host) : host;
        }

        private boolean matches(Origin from) {
            boolean place = host.startsWith(SUB_DOMAINS)
                    ? isBelow(from.host, host.substring(1)) // with its dot
                    : host.equals(from.host);
            return place && scheme.equals(from.scheme) && port == from.port;
        }

        private static boolean isBelow(String name, String domain) {
            return name.endsWith(domain)
                    && name.length() > domain.length()
                    && NAME.matcher(name).matches();
        }

        /** True if a Host header names the same host and port. */
        boolean isAt(String header) {
            Matcher matcher = HOST.matcher(header.toLowerCase(Locale.ROOT));
            return matcher.matches()
                    && host.equals(normal(matcher.group(1)))
                    && portOf(matcher.group(2), scheme) == port;
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
}
