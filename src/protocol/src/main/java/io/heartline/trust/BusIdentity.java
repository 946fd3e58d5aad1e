package io.heartline.trust;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The identity of a process on the event bus, in PEM.
 *
 * @param key the private key
 * @param certificate the certificate of that key, and those between it and the authority
 * @param authority the certificates of the authorities that sign the certificates of all members
 */
public record BusIdentity(String key, String certificate, String authority) {
    /** Not the name of a key exchange: TLS 1.3 has no names for them. */
    private static final String ANY_EXCHANGE = "UNKNOWN";

    /**
     * Reads and checks the files of an identity, blocking; throws {@link IllegalArgumentException} if the other members would not
     * accept it.
     */
    public static BusIdentity read(CertificateFiles files, CertificateFiles.Source authority) {
        PemKeyCertOptions pair = files.read();
        byte[] authorities = authority.read();
        X509TrustManager member = trusting(authorities, authority);
        try {
            X509Certificate[] chain = CertificateFiles.chain(pair);
            member.checkServerTrusted(chain, ANY_EXCHANGE); // each member accepts connections,
            member.checkClientTrusted(chain, ANY_EXCHANGE); // and opens some
        } catch (CertificateException e) {
            String fault = "is not accepted by members that trust " + authority.file() + ": " + e.getMessage();
            throw files.certificate().fault(fault, e);
        }
        return new BusIdentity(
                pair.getKeyValue().toString(),
                pair.getCertValue().toString(),
                new String(authorities, StandardCharsets.US_ASCII));
    }

    private static X509TrustManager trusting(byte[] authorities, CertificateFiles.Source source) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(authorities))) {
                trusted.setCertificateEntry("authority-" + trusted.size(), each);
            }
            if (trusted.size() == 0) {
                throw new CertificateException("there is none");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw source.fault("has no certificate that can be read", e);
        }
    }

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
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        return options;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "BusIdentity[certificate=" + certificate + ", authority=" + authority + "]";
    }
}
