package io.heartline.torture;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of a cluster under test, and the certificate that all its members show on the event bus: files in the folder of a
 * run, made for it. Knows by PROTOCOL.md, section 5, what members derive from the secret.
 *
 * @param file the secret
 * @param certificate the certificate (PEM), which is its own authority
 * @param key the private key of the certificate (PEM)
 */
public record MemberSecret(Path file, Path certificate, Path key) {
    private static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";
    private static final String GROUP_NAME = "heartline/1/hazelcast-cluster-name/";
    private static final String ALIAS = "bus";
    private static final String PASSWORD = "changeit";
    private static final long MADE_WITHIN_SECONDS = 60;

    /** Makes the files of a new secret in a folder that exists. */
    public static MemberSecret make(Path folder) throws IOException, InterruptedException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Path file = Files.writeString(
                folder.resolve("cluster.secret"), Base64.getEncoder().encodeToString(secret));
        Path store = folder.resolve("bus.p12");
        Files.deleteIfExists(store);
        makeKeys(store);
        try {
            char[] password = PASSWORD.toCharArray();
            KeyStore keys = KeyStore.getInstance(store.toFile(), password);
            return new MemberSecret(
                    file.toAbsolutePath(),
                    pem(
                            folder.resolve("bus.crt"),
                            "CERTIFICATE",
                            keys.getCertificate(ALIAS).getEncoded()),
                    pem(
                            folder.resolve("bus.key"),
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, password).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys of " + store + " can't be read", e);
        }
    }

    /** Runs the JDK's keytool. The certificate is valid for nodes whose clocks are set back, too. */
    private static void makeKeys(Path store) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=torture",
                        "-startdate",
                        "-1y",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(MADE_WITHIN_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool made no keys for the event bus in " + store);
        }
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n")
                .toAbsolutePath();
    }

    /** The options of {@code serve} that give it to a node. */
    public List<String> serve() {
        return List.of(
                "--cluster-secret=" + file,
                "--bus-tls-cert=" + certificate,
                "--bus-tls-key=" + key,
                "--bus-tls-ca=" + certificate);
    }

    /** The name under which Hazelcast's members join each other. */
    public String groupName(String cluster) throws IOException {
        return groupName(Files.readAllBytes(file), cluster);
    }

    static String groupName(byte[] secret, String cluster) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return HexFormat.of().formatHex(mac.doFinal((GROUP_NAME + cluster).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HMAC-SHA256", e);
        }
    }

    /** Adds mutual TLS to the options of an event bus. */
    public void secure(EventBusOptions options) throws IOException {
        options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setKeyValue(Buffer.buffer(Files.readAllBytes(key)))
                        .setCertValue(Buffer.buffer(Files.readAllBytes(certificate))))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(Files.readAllBytes(certificate))))
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
    }
}
