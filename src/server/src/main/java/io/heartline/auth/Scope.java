package io.heartline.auth;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A use that an API key may have. */
public enum Scope {
    /** To push. */
    PUSH,
    /** To look at users, messages, the cluster and metrics. */
    READ,
    /** To remove devices, sessions and messages. */
    ADMIN;

    /** As it is written in the file of keys. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Scope of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
