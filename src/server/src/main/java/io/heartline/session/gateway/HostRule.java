package io.heartline.session.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts for which a gateway answers, by the Host header. A node without authentication that listens on loopback is open to
 * every program of its machine, browsers included: a page whose name an attacker lets resolve to 127.0.0.1 (DNS rebinding)
 * would be of the same origin as the node. The name in its Host header gives it away.
 */
public enum HostRule {
    /** All hosts: others decide who may ask. */
    ANY,
    /** {@code localhost}, {@code *.localhost}, {@code 127.x.x.x} and {@code [::1]}, with any port. */
    LOOPBACK;

    private static final Pattern ABSOLUTE =
            Pattern.compile("[a-z][a-z0-9+.-]*://([^/?#]*).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("((.+\\.)?localhost\\.?|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\])(:[0-9]*)?");

    /**
     * The rule of a node.
     *
     * @param open true if the node is without authentication
     * @param host the address on which it listens
     */
    public static HostRule of(boolean open, String host) {
        try {
            return open && InetAddress.getByName(host).isLoopbackAddress() ? LOOPBACK : ANY;
        } catch (UnknownHostException e) {
            return ANY; // it can't listen there either
        }
    }

    /** Checks the host of a request; returns null if it is answered. A request without one comes from no browser. */
    @Nullable
    ConnectionRefusal refusal(HttpServerRequest request) {
        if (this == ANY) {
            return null;
        }
        Matcher absolute = ABSOLUTE.matcher(request.uri());
        String host = request.getHeader(HttpHeaders.HOST);
        boolean allowed = isLoopback(host) && (!absolute.matches() || isLoopback(absolute.group(1)));
        return allowed
                ? null
                : new ConnectionRefusal(
                        403,
                        "FORBIDDEN",
                        "Host: a node without authentication answers only for localhost, unless --host says otherwise",
                        0);
    }

    private static boolean isLoopback(@Nullable String host) {
        return host == null
                || LOOPBACK_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
