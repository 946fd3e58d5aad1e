package io.heartline.session.gateway;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The TLS options of a gateway's listener. */
final class ListenerTls {
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    private ListenerTls() {}

    /** Adds TLS, if there is a certificate. HTTP/2 is not offered: its WebSockets are others. */
    static HttpServerOptions secured(HttpServerOptions options, @Nullable PemKeyCertOptions certificate) {
        return certificate == null
                ? options
                : options.setSsl(true)
                        .setKeyCertOptions(certificate)
                        .setEnabledSecureTransportProtocols(VERSIONS)
                        .setUseAlpn(false)
                        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1));
    }

    /** The options of a listener that runs. */
    static ServerSSLOptions of(PemKeyCertOptions certificate) {
        return new ServerSSLOptions().setKeyCertOptions(certificate).setEnabledSecureTransportProtocols(VERSIONS);
    }
}
