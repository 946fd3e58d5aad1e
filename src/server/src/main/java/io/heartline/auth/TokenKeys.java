package io.heartline.auth;

import io.vertx.ext.auth.PubSecKeyOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The keys that verify tokens, as they are now. Any thread: the keys are replaced as a whole. */
final class TokenKeys {
    private final boolean rotate;
    private volatile List<PubSecKeyOptions> keys = List.of();
    private @Nullable RemoteKeySet remote;

    private TokenKeys(boolean rotate) {
        this.rotate = rotate;
    }

    /** Keys that stay as they are as long as the process lives. */
    static TokenKeys fixed(List<PubSecKeyOptions> keys) {
        TokenKeys fixed = new TokenKeys(false);
        fixed.replace(keys);
        return fixed;
    }

    /** Keys that come from a file, and change with it. */
    static TokenKeys ofFile() {
        return new TokenKeys(true);
    }

    /** Keys that come from an address, and change with it. */
    static TokenKeys ofAddress(RemoteKeySet.Source source) {
        TokenKeys keys = new TokenKeys(true);
        keys.remote = new RemoteKeySet(source, keys::replace);
        return keys;
    }

    /** The same list until the keys change. Empty only if they are at an address that has not answered yet. */
    List<PubSecKeyOptions> now() {
        return keys;
    }

    void replace(List<PubSecKeyOptions> others) {
        keys = List.copyOf(others);
    }

    /** True if a token may be signed with a key that will be known later. */
    boolean rotate() {
        return rotate;
    }

    boolean canBeFetched() {
        return remote != null;
    }

    /** The set at the address; null if the keys come from elsewhere. */
    @Nullable
    RemoteKeySet remote() {
        return remote;
    }

    /**
     * Fetches the keys, unless they were fetched for this id lately. Completes when they are as new as they can be now, also if
     * they could not be fetched.
     *
     * @param id the key that a token names; null if it names none
     */
    CompletionStage<Void> fetch(@Nullable String id) {
        return remote == null ? CompletableFuture.completedFuture(null) : remote.fetchFor(id == null ? "" : id);
    }
}
