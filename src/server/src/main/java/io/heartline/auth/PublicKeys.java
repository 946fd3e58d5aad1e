package io.heartline.auth;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Public keys from their encodings, and the one algorithm that each may be used with. */
final class PublicKeys {
    static final String RS256 = "RS256";
    static final String ES256 = "ES256";

    private static final int LEAST_RSA_BITS = 2048;

    private PublicKeys() {}

    /** True if a public key can be for this algorithm. */
    static boolean isAlgorithm(String name) {
        return name.equals(RS256) || name.equals(ES256);
    }

    /** A key in the encoding of X.509: what a PEM file has in it. */
    static PublicKey ofDer(byte[] der) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (InvalidKeySpecException notRsa) {
            try {
                return KeyFactory.getInstance("EC").generatePublic(spec);
            } catch (InvalidKeySpecException e) {
                throw new InvalidKeyException("it is neither an RSA nor an EC public key", e);
            }
        }
    }

    /** A JSON Web Key of type RSA or EC. */
    static PublicKey ofWebKey(JsonObject key) throws GeneralSecurityException {
        if ("RSA".equals(key.getValue("kty"))) {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        }
        if (!"P-256".equals(key.getValue("crv"))) {
            throw new InvalidKeyException("its crv must be P-256");
        }
        ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, p256()));
    }

    /** The algorithm that the key verifies; throws {@link InvalidKeyException} if it is too weak for any. */
    static String algorithm(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            if (rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
                throw new InvalidKeyException("an RSA key must have at least " + LEAST_RSA_BITS + " bits");
            }
            return RS256;
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().equals(p256().getOrder())) {
            return ES256;
        }
        throw new InvalidKeyException("an EC key must be on the curve P-256");
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static BigInteger number(JsonObject key, String name) throws InvalidKeyException {
        if (!(key.getValue(name) instanceof String text) || text.isEmpty()) {
            throw new InvalidKeyException("its " + name + " must be a string in base64url");
        }
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("its " + name + " must be a string in base64url", e);
        }
    }
}
