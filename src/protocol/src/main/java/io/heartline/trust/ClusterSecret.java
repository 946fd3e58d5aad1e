package io.heartline.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that the members of a cluster share, and what is derived from it. Each derived value is the HMAC-SHA256 of a label and
 * the cluster's name under the secret: none of them tells anything about another one, or about the secret. Immutable.
 *
 * <pre>{@code
 * ClusterSecret secret = ClusterSecret.read(Path.of("cluster.secret"));
 * hazelcastConfig.setClusterName(secret.groupName("heartline"));
 * BusIdentity identity = secret.busIdentity("heartline"); // for the EventBusOptions: docs/PROTOCOL.md, section 5
 * }</pre>
 */
public final class ClusterSecret {
    /** The least number of bytes of a secret. */
    public static final int LEAST_BYTES = 32;

    private static final int MOST_BYTES = 65_536;
    private static final String HMAC = "HmacSHA256";
    private static final String GROUP_NAME = "heartline/1/hazelcast-cluster-name/";
    private static final String BUS_AUTHORITY = "heartline/1/bus-authority/";

    private final byte[] secret;

    private ClusterSecret(byte[] secret) {
        this.secret = secret;
    }

    /** Reads a file, blocking; throws {@link IllegalArgumentException} if it can't be read, or its size is wrong. */
    public static ClusterSecret read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(MOST_BYTES + 1), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("cluster-secret: " + file + " " + CertificateFiles.reason(e), e);
        }
    }

    /** The secret of these bytes. A line end after them does not count, so that any editor may write the file. */
    public static ClusterSecret of(byte[] bytes) {
        return of(bytes, "the secret");
    }

    private static ClusterSecret of(byte[] bytes, String what) {
        if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("cluster-secret: " + what + " must have " + LEAST_BYTES + " to "
                    + MOST_BYTES + " bytes, but has " + (bytes.length > MOST_BYTES ? "more" : bytes.length));
        }
        int end = bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
        return new ClusterSecret(Arrays.copyOf(bytes, bytes[end - 1] == '\r' ? end - 1 : end));
    }

    /** The name under which Hazelcast's members join each other: 64 hexadecimal digits. It is a secret too. */
    public String groupName(String clusterName) {
        return HexFormat.of().formatHex(derived(GROUP_NAME, clusterName));
    }

    /**
     * A fresh key and a certificate for it, which the other members of the cluster accept: its authority is derived from the
     * secret. The key is nowhere but in this process.
     */
    public BusIdentity busIdentity(String clusterName) {
        try {
            CertificateAuthority authority = CertificateAuthority.of(derived(BUS_AUTHORITY, clusterName));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new BusIdentity(
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    pem("CERTIFICATE", authority.certify("heartline-member", keys.getPublic())),
                    pem("CERTIFICATE", authority.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This JVM can't make the certificates of the event bus; give bus-tls-cert, bus-tls-key and bus-tls-ca",
                    e);
        }
    }

    private byte[] derived(String label, String clusterName) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal((label + clusterName).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HMAC-SHA256", e);
        }
    }

    private static String pem(String what, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ClusterSecret";
    }
}
