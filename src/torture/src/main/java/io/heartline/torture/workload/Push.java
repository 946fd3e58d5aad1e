package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One message on its way to be stored. Owned by {@link Publishers}. */
final class Push {
    private final String user;
    private final long number;
    private final long ttlMillis;
    private final long begunAt;
    private final Backoff backoff;
    private @Nullable Site last;

    /** @param ttlMillis 0 where it says none */
    Push(String user, long number, long ttlMillis, long begunAt, Backoff backoff) {
        this.user = user;
        this.number = number;
        this.ttlMillis = ttlMillis;
        this.begunAt = begunAt;
        this.backoff = backoff;
    }

    String user() {
        return user;
    }

    /** The same with each try. */
    String id() {
        return "m" + number;
    }

    long number() {
        return number;
    }

    long ttlMillis() {
        return ttlMillis;
    }

    long begunAt() {
        return begunAt;
    }

    Backoff backoff() {
        return backoff;
    }

    /** Where it was sent to last; null where nobody knows, or nowhere yet. */
    @Nullable
    Site last() {
        return last;
    }

    void sentTo(@Nullable Site site) {
        last = site;
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("user", user).put("id", id()).put("body", Body.of(number));
        return ttlMillis == 0 ? json : json.put("ttlMillis", ttlMillis);
    }
}
