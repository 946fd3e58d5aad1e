package io.heartline.auth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of publishers and operators. They are read from a file at the start, and again when the file changes ({@link
 * Keys}). The file holds no key, only hashes, one line each: {@code name:scopes:sha256}. Empty lines and lines that start
 * with {@code #} are passed over. A name may stand on several lines, so that a key can be replaced without a pause.
 *
 * <pre>{@code
 * # key of the order service; made with
 * #   KEY=$(openssl rand -hex 32); printf %s "$KEY" | sha256sum
 * orders:push:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b
 * dashboard:read:5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8
 * oncall:push,read,admin:ef92b778bafe771e89245b89ecbc08a44a4e166c06659911881f383d4473e94f
 * }</pre>
 *
 * <p>Plain SHA-256 is enough because keys are random: nobody guesses 256 bits. Don't use words that people think up.
 *
 * <p>Any thread: the keys are replaced as a whole.
 */
public final class ApiKeys {
    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    /** The name under which everybody is granted access if there are no keys to check. */
    public static final String ANYBODY = "anybody";

    static final String OPTION = "api-keys";

    private static final String BEARER = "Bearer ";

    private final boolean open;
    private volatile List<ApiKey> keys;

    private ApiKeys(boolean open, List<ApiKey> keys) {
        this.open = open;
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys that a configuration names: those of its file, in either mode; without a file everybody is granted access
     * if authentication is off, and nobody if it is on. Reads the file, blocking; throws
     * {@link IllegalArgumentException} with one line for each fault.
     */
    public static ApiKeys of(AuthConfig config) {
        Path file = config.apiKeys();
        return file != null ? read(file) : ofMode(config.mode(), false);
    }

    /**
     * The keys before a file is read.
     *
     * @param file true if there is a file
     */
    static ApiKeys ofMode(AuthConfig.Mode mode, boolean file) {
        if (!file && mode == AuthConfig.Mode.NONE) {
            return open();
        }
        if (!file) {
            log.warn("No api-keys are configured: the HTTP API will refuse everybody");
        }
        return new ApiKeys(false, List.of());
    }

    /** Grants everybody everything. */
    public static ApiKeys open() {
        return new ApiKeys(true, List.of());
    }

    static ApiKeys read(Path file) {
        return new ApiKeys(false, parse(file, KeyFile.read(OPTION, file)));
    }

    /** The keys in the text of a file. */
    static List<ApiKey> parse(Path file, String text) {
        List<ApiKey> keys = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    keys.add(ApiKey.read(line));
                } catch (IllegalArgumentException e) {
                    faults.add(OPTION + ": " + file + ", line " + number + ": " + e.getMessage());
                }
            }
        }
        if (keys.isEmpty() && faults.isEmpty()) {
            faults.add(OPTION + ": " + file + " holds no key");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return keys;
    }

    /** Grants and refuses by these keys from now on. */
    void replace(List<ApiKey> others) {
        keys = List.copyOf(others);
    }

    /** The line that makes {@code key} known. Throws {@link IllegalArgumentException} for an invalid name or scope. */
    public static String line(String name, Set<Scope> scopes, String key) {
        String line = ApiKey.line(name, scopes, ApiKey.hash(key));
        ApiKey.read(line); // what can't be read must not be written
        return line;
    }

    /** Decides if a request with this Authorization header, null for none, may do what needs a scope. */
    public Access check(@Nullable String authorization, Scope scope) {
        if (open) {
            return new Access.Granted(ANYBODY);
        }
        if (authorization == null) {
            return new Access.Unauthenticated("the Authorization header is missing: it must be Bearer and an API key");
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Access.Unauthenticated("the Authorization header must be Bearer and an API key");
        }
        ApiKey key = find(ApiKey.hash(authorization.substring(BEARER.length()).strip()));
        if (key == null) {
            return new Access.Unauthenticated("the API key is not known");
        }
        return key.may(scope)
                ? new Access.Granted(key.name())
                : new Access.Forbidden(key.name(), "the API key lacks the scope " + scope.word());
    }

    /** Compares with every key, so that the time it takes does not show which one was nearly right. */
    private @Nullable ApiKey find(byte[] hash) {
        ApiKey found = null;
        for (ApiKey key : keys) {
            if (key.hasHash(hash)) {
                found = key;
            }
        }
        return found;
    }

    /** The number of keys, and nothing of their contents. */
    @Override
    public String toString() {
        return open ? "ApiKeys[open]" : "ApiKeys[" + keys.size() + "]";
    }
}
