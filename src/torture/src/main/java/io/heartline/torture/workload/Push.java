package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A message that is not known to be stored yet. Owned by {@link Publishers}. */
final class Push {
    private final String user;
    private final long number;
    private final long ttlMillis;
    private final long begunAt;
    private final Backoff backoff;
    private @Nullable Site last;

    /** @param ttlMillis 0 for none */
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

    /** The id, the same in each attempt. */
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

    /** The site that it was sent to last; null if unknown, or not sent yet. */
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
