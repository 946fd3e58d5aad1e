package io.heartline.trust;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;

/**
 * The identity of a process on the event bus, in PEM.
 *
 * @param key the private key
 * @param certificate the certificate of that key, and those between it and the authority
 * @param authority the certificates of the authorities that sign the certificates of all members
 */
public record BusIdentity(String key, String certificate, String authority) {
    private static final Set<String> TLS = Set.of("TLSv1.3");

    /** The certificate and its key, as Vert.x takes them. */
    public PemKeyCertOptions keyAndCertificate() {
        return new PemKeyCertOptions().setKeyValue(Buffer.buffer(key)).setCertValue(Buffer.buffer(certificate));
    }

    /** The authorities, as Vert.x takes them. */
    public PemTrustOptions authorities() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authority));
    }

    /**
     * Adds mutual TLS to the options of an event bus, as all members of the cluster need it: TLS 1.3, and a certificate of both
     * sides. The name in a certificate is not checked.
     */
    public EventBusOptions secure(EventBusOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(keyAndCertificate())
                .setTrustOptions(authorities())
                .setTrustAll(false) // it is true by default
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(TLS);
        return options;
    }

    /** The same options for the server of a bus that runs. */
    public ServerSSLOptions server() {
        return new ServerSSLOptions()
                .setKeyCertOptions(keyAndCertificate())
                .setTrustOptions(authorities())
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(TLS);
    }

    /** The same options for the client of a bus that runs. */
    public ClientSSLOptions client() {
        return new ClientSSLOptions()
                .setKeyCertOptions(keyAndCertificate())
                .setTrustOptions(authorities())
                .setHostnameVerificationAlgorithm("")
                .setEnabledSecureTransportProtocols(TLS);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "BusIdentity[certificate=" + certificate + ", authority=" + authority + "]";
    }
}
