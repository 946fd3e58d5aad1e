package io.heartline.trust;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The files of a certificate and of its private key, in PEM. Errors name the option and the file.
 *
 * @param certificate the certificate, and those between it and its authority
 * @param key the key: RSA or EC, without a passphrase
 */
public record CertificateFiles(Source certificate, Source key) {
    private static final String ENCRYPTED = "ENCRYPTED";

    /** A file, and the name of the option that gave it. */
    public record Source(String option, Path file) {
        byte[] read() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw fault(reason(e), e);
            }
        }

        IllegalArgumentException fault(String fault, @Nullable Exception cause) {
            return new IllegalArgumentException(option + ": " + file + " " + fault, cause);
        }
    }

    /** The pair of these options. */
    public static CertificateFiles of(String certificateOption, Path certificate, String keyOption, Path key) {
        return new CertificateFiles(new Source(certificateOption, certificate), new Source(keyOption, key));
    }

    /** Reads and checks the pair, blocking; throws {@link IllegalArgumentException} if it is of no use. */
    public PemKeyCertOptions read() {
        PemKeyCertOptions pair = content();
        check(pair);
        return pair;
    }

    /** Reads the files, blocking, without a check: equal to an earlier content if neither file has changed. */
    public PemKeyCertOptions content() {
        return new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificate.read()))
                .setKeyValue(Buffer.buffer(key.read()));
    }

    /** Throws {@link IllegalArgumentException} if the content is no certificate with its private key. */
    public void check(PemKeyCertOptions content) {
        boolean belongTogether;
        try {
            belongTogether = belongTogether((X509KeyManager)
                    content.getKeyManagerFactory(null).getKeyManagers()[0]); // reads no file: the values are there
        } catch (Exception e) {
            throw unreadable(content, e);
        }
        if (!belongTogether) {
            throw key.fault("is not the private key of the certificate in " + certificate.file(), null);
        }
    }

    private IllegalArgumentException unreadable(PemKeyCertOptions content, Exception cause) {
        if (content.getKeyValue().toString().contains(ENCRYPTED)) {
            return key.fault("has a passphrase; give a key without one", cause);
        }
        String message = String.valueOf(cause.getMessage());
        Source source =
                message.contains("CERTIFICATE") || message.contains("X.509") || message.contains("CertificateException")
                        ? certificate
                        : key;
        return source.fault("can't be used: " + message.lines().findFirst().orElse("it is empty"), cause);
    }

    private static boolean belongTogether(X509KeyManager pair) {
        return Stream.of("RSA", "EC")
                .map(type -> pair.getServerAliases(type, null))
                .filter(aliases -> aliases != null && aliases.length > 0)
                .anyMatch(aliases -> verifies(pair.getCertificateChain(aliases[0])[0], pair.getPrivateKey(aliases[0])));
    }

    /** The certificates of a content that was checked, the one of the key first. */
    static X509Certificate[] chain(PemKeyCertOptions content) throws CertificateException {
        try {
            KeyStore store = content.loadKeyStore(null);
            return Stream.of(store.getCertificateChain(store.aliases().nextElement()))
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (Exception e) {
            throw new CertificateException("it can't be read", e);
        }
    }

    private static boolean verifies(X509Certificate certificate, PrivateKey key) {
        byte[] sample = {1, 2, 3};
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "does not exist";
        }
        return "can't be read" + (failure instanceof AccessDeniedException ? ": permission denied" : "");
    }
}
