package io.heartline.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The stored facts of one key: its name, scopes and hash, never the key itself. */
final class ApiKey {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

    private final String name;
    private final Set<Scope> scopes;
    private final byte[] hash;

    private ApiKey(String name, Set<Scope> scopes, byte[] hash) {
        this.name = name;
        this.scopes = scopes;
        this.hash = hash;
    }

    /** Reads {@code name:scopes:sha256}; throws {@link IllegalArgumentException} that names the fault. */
    static ApiKey read(String line) {
        String[] parts = line.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("must be name:scopes:sha256");
        }
        String name = parts[0].strip();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name must be 1-64 characters of [A-Za-z0-9._-]");
        }
        String hash = parts[2].strip();
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("the hash must be 64 hexadecimal digits, the SHA-256 of the key");
        }
        return new ApiKey(name, scopes(parts[1]), HexFormat.of().parseHex(hash));
    }

    private static Set<Scope> scopes(String words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words.split(",", -1)) {
            Scope scope = Scope.of(word.strip());
            if (scope == null) {
                throw new IllegalArgumentException("the scopes must be one or more of push, read, admin");
            }
            scopes.add(scope);
        }
        return scopes;
    }

    /** The line that {@link #read} reads. */
    static String line(String name, Set<Scope> scopes, byte[] hash) {
        String words = scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(","));
        return name + ":" + words + ":" + HexFormat.of().formatHex(hash);
    }

    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String name() {
        return name;
    }

    boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** Takes the same time whatever is different. */
    boolean hasHash(byte[] other) {
        return MessageDigest.isEqual(hash, other);
    }
}
