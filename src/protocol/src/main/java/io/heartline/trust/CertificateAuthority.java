package io.heartline.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import javax.security.auth.x500.X500Principal;

/**
 * Signs the certificates of the event bus. Its key (Ed25519) is derived from a seed, so that every process with the secret of the
 * cluster has the same authority, without having met another. Immutable.
 */
final class CertificateAuthority {
    private static final X500Principal NAME = new X500Principal("CN=heartline-bus");

    private static final byte[] ED25519 = Der.constant("300506032b6570");

    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int EXPLICIT_0 = 0xA0;
    private static final int EXPLICIT_3 = 0xA3;

    /** X.509 version 3. */
    private static final byte[] VERSION = Der.tagged(EXPLICIT_0, Der.integer(BigInteger.TWO));

    /**
     * No expiry (RFC 5280, 4.1.2.5). A key lives only in the memory of the process that made it, and a node whose clock is wrong
     * must reach the others: they tell it so over the bus.
     */
    private static final byte[] VALIDITY =
            Der.sequence(Der.text(UTC_TIME, "200101000000Z"), Der.text(GENERALIZED_TIME, "99991231235959Z"));

    /** basicConstraints: a CA; keyUsage: keyCertSign; both critical. */
    private static final byte[] SIGNS = Der.tagged(
            EXPLICIT_3,
            Der.sequence(
                    Der.constant("300f0603551d130101ff040530030101ff"),
                    Der.constant("300e0603551d0f0101ff040403020204")));

    /** keyUsage: digitalSignature; critical. */
    private static final byte[] SPEAKS =
            Der.tagged(EXPLICIT_3, Der.sequence(Der.constant("300e0603551d0f0101ff040403020780")));

    private final KeyPair keys;

    private CertificateAuthority(KeyPair keys) {
        this.keys = keys;
    }

    /** The authority of these 32 bytes: any 32 bytes are a private key (RFC 8032, 5.1.5). */
    static CertificateAuthority of(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
        KeyPair keys = generator.generateKeyPair();
        byte[] used = ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow();
        if (!MessageDigest.isEqual(used, seed)) {
            throw new GeneralSecurityException("the Ed25519 provider of this JVM does not take a given private key");
        }
        return new CertificateAuthority(keys);
    }

    /** The public key of a given private key is computed by a generator alone: the private key is its randomness. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
        }
    }

    /** Its own certificate, the same in every process. */
    byte[] certificate() throws GeneralSecurityException {
        return signed(BigInteger.ONE, NAME, keys.getPublic(), SIGNS);
    }

    /** A certificate for this key. */
    byte[] certify(String name, PublicKey key) throws GeneralSecurityException {
        BigInteger serial = new BigInteger(120, new SecureRandom()).add(BigInteger.TWO);
        return signed(serial, new X500Principal("CN=" + name), key, SPEAKS);
    }

    private byte[] signed(BigInteger serial, X500Principal subject, PublicKey key, byte[] extensions)
            throws GeneralSecurityException {
        byte[] content = Der.sequence(
                VERSION,
                Der.integer(serial),
                ED25519,
                NAME.getEncoded(),
                VALIDITY,
                subject.getEncoded(),
                key.getEncoded(),
                extensions);
        return Der.sequence(content, ED25519, Der.bits(sign(keys.getPrivate(), content)));
    }

    private static byte[] sign(PrivateKey key, byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }
}
