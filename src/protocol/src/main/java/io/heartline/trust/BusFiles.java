package io.heartline.trust;

import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The files of an identity on the event bus, in PEM. Errors name the option and the file.
 *
 * @param own the certificate and its key
 * @param authority the certificates of the authorities that sign the certificates of all members
 */
public record BusFiles(CertificateFiles own, CertificateFiles.Source authority) {
    /** Not the name of a key exchange: TLS 1.3 has no names for them. */
    private static final String ANY_EXCHANGE = "UNKNOWN";

    /** Reads and checks the files, blocking; throws {@link IllegalArgumentException} if other members would not accept them. */
    public BusIdentity read() {
        BusIdentity identity = content();
        check(identity);
        return identity;
    }

    /** Reads the files, blocking, without a check. */
    public BusIdentity content() {
        PemKeyCertOptions pair = own.content();
        return new BusIdentity(
                pair.getKeyValue().toString(),
                pair.getCertValue().toString(),
                new String(authority.read(), StandardCharsets.US_ASCII));
    }

    /** Throws {@link IllegalArgumentException} if members that trust the same authorities would not accept the identity. */
    public void check(BusIdentity identity) {
        PemKeyCertOptions pair = identity.keyAndCertificate();
        own.check(pair);
        X509TrustManager member = trusting(identity.authority());
        try {
            X509Certificate[] chain = CertificateFiles.chain(pair);
            member.checkServerTrusted(chain, ANY_EXCHANGE); // each member accepts connections,
            member.checkClientTrusted(chain, ANY_EXCHANGE); // and opens some
        } catch (CertificateException e) {
            String fault = "is not accepted by members that trust " + authority.file() + ": " + e.getMessage();
            throw own.certificate().fault(fault, e);
        }
    }

    private X509TrustManager trusting(String authorities) {
        ByteArrayInputStream pem = new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII));
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), each);
            }
            if (trusted.size() == 0) {
                throw new CertificateException("there is none");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw authority.fault("has no certificate that can be read", e);
        }
    }
}
