package io.heartline.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 1–65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s\\[\\]:/]+):(\\d{1,5})");

    /** Reads {@code host:port} or {@code [address]:port}; null if the text is neither. */
    public static @Nullable HostPort parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        int port = Integer.parseInt(form.group(2));
        String host = form.group(1);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return port < 1 || port > 65_535 ? null : new HostPort(bare, port);
    }

    /** The address of an HTTP server there; {@code scheme} is {@code http} or {@code https}. */
    public String url(String scheme) {
        return scheme + "://" + this;
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
