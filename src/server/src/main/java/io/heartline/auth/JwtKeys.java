package io.heartline.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keys that verify tokens: secrets, or public keys, which are either PEM ({@code -----BEGIN PUBLIC KEY-----}, one or
 * several) or a JSON Web Key Set ({@code {"keys":[…]}}).
 *
 * <p>A secret verifies HS256. RSA keys of 2048 bits and more verify RS256 and nothing else, EC keys on P-256 verify ES256
 * and nothing else. Keys of a set that are for something else are passed over; at least one must be left. Private keys are
 * refused: they do not belong on this side.
 *
 * <p>Each method throws {@link IllegalArgumentException} naming the option, the file or address, and the fault.
 */
final class JwtKeys {
    /** The least length of a secret: a shorter one can be guessed from a token. */
    static final int SECRET_BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(JwtKeys.class);
    private static final String OPTION = "jwt-keys";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final String source;
    private final boolean lenient;

    private JwtKeys(String source, boolean lenient) {
        this.source = source;
        this.lenient = lenient;
    }

    static PubSecKeyOptions ofSecret(String secret) {
        return new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret));
    }

    /** The secrets of a file, one a line: during a rotation the new one and the old one. */
    static List<PubSecKeyOptions> ofSecretFile(Path file, String text) {
        List<String> secrets =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        for (String secret : secrets) {
            int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < SECRET_BYTES) {
                throw new IllegalArgumentException("jwt-secret-file: " + file + ": each line must have at least "
                        + SECRET_BYTES + " bytes, not " + bytes);
            }
        }
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("jwt-secret-file: " + file + " holds no secret");
        }
        return secrets.stream().map(JwtKeys::ofSecret).toList();
    }

    /**
     * The public keys in a text.
     *
     * @param source the file or the address of the text, for faults
     */
    static List<PubSecKeyOptions> ofText(String source, String text) {
        JwtKeys keys = new JwtKeys(source, false);
        return List.copyOf(text.stripLeading().startsWith("{") ? keys.ofSet(text) : keys.ofPem(text));
    }

    /** The public keys in a set of somebody else, who may add keys that can't be used here: these are passed over. */
    static List<PubSecKeyOptions> ofRemoteSet(String source, String text) {
        return List.copyOf(new JwtKeys(source, true).ofSet(text));
    }

    private List<PubSecKeyOptions> ofPem(String text) {
        List<PubSecKeyOptions> keys = new ArrayList<>();
        Matcher blocks = PEM.matcher(text);
        while (blocks.find()) {
            String which = "PEM block " + (keys.size() + 1);
            if (!blocks.group(1).equals("PUBLIC KEY")) {
                throw fault(which + " is a " + blocks.group(1) + " and must be a PUBLIC KEY", null);
            }
            keys.add(verifying(
                    which, null, () -> PublicKeys.ofDer(Base64.getMimeDecoder().decode(blocks.group(2)))));
        }
        if (keys.isEmpty()) {
            throw fault("holds neither a PEM public key nor a JSON Web Key Set", null);
        }
        return keys;
    }

    private List<PubSecKeyOptions> ofSet(String text) {
        List<PubSecKeyOptions> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<JsonObject> set = set(text);
        for (int i = 0; i < set.size(); i++) {
            PubSecKeyOptions key = usable("key " + (i + 1), set.get(i), ids);
            if (key != null) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw fault("holds no key for RS256 or ES256", null);
        }
        return keys;
    }

    private @Nullable PubSecKeyOptions usable(String which, JsonObject json, Set<String> ids) {
        try {
            PubSecKeyOptions key = ofWebKey(which, json);
            if (key != null && key.getId() != null && !ids.add(key.getId())) {
                throw fault("holds two keys with the kid '" + key.getId() + "'", null);
            }
            return key;
        } catch (IllegalArgumentException e) {
            if (!lenient) {
                throw e;
            }
            log.warn("{}: it is passed over", e.getMessage());
            return null;
        }
    }

    private List<JsonObject> set(String text) {
        try {
            return new JsonObject(text)
                    .getJsonArray("keys").stream().map(JsonObject.class::cast).toList();
        } catch (DecodeException e) {
            throw fault("is not valid JSON", null); // the cause may quote a key
        } catch (ClassCastException | NullPointerException e) {
            throw fault("must be {\"keys\":[...]} with a JSON object for each key", e);
        }
    }

    private @Nullable PubSecKeyOptions ofWebKey(String which, JsonObject key) {
        String use = text(which, key, "use");
        String algorithm = text(which, key, "alg");
        String type = text(which, key, "kty");
        if (use != null && !use.equals("sig")) {
            return null;
        }
        if (key.containsKey("d")) {
            throw fault(which + " is a private key and must be a public one", null);
        }
        String fits = "RSA".equals(type) ? PublicKeys.RS256 : "EC".equals(type) ? PublicKeys.ES256 : "none";
        if (fits.equals("none") || (algorithm != null && !algorithm.equals(fits))) {
            log.warn("{}: {}: {} is passed over, since it is for neither RS256 nor ES256", OPTION, source, which);
            return null;
        }
        return verifying(which, text(which, key, "kid"), () -> PublicKeys.ofWebKey(key));
    }

    private @Nullable String text(String which, JsonObject key, String name) {
        Object value = key.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw fault(which + ": " + name + " must be a string", null);
        }
        return (String) value;
    }

    private PubSecKeyOptions verifying(String which, @Nullable String id, Reading reading) {
        try {
            PublicKey key = reading.read();
            PubSecKeyOptions options = new PubSecKeyOptions()
                    .setAlgorithm(PublicKeys.algorithm(key))
                    .setBuffer(Buffer.buffer(pem(key)));
            return id == null ? options : options.setId(id);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw fault(which + " can't be used: " + e.getMessage(), e);
        }
    }

    private static String pem(PublicKey key) {
        String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    private IllegalArgumentException fault(String fault, @Nullable Exception cause) {
        return new IllegalArgumentException(OPTION + ": " + source + ": " + fault, cause);
    }

    /** Makes a key from the text of the file. */
    private interface Reading {
        PublicKey read() throws GeneralSecurityException;
    }
}
