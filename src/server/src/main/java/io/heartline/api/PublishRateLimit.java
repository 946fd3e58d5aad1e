package io.heartline.api;

import io.heartline.auth.RateLimiter;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Limits the rate at which each publisher pushes to this gateway. Owned by its event loop. */
final class PublishRateLimit {
    /** No limit. */
    static final PublishRateLimit NONE = new PublishRateLimit(null, InstantSource.system());

    private static final int MOST_PUBLISHERS = 10_000;

    private final @Nullable RateLimiter limiter;
    private final InstantSource clock;

    private PublishRateLimit(@Nullable RateLimiter limiter, InstantSource clock) {
        this.limiter = limiter;
        this.clock = clock;
    }

    static PublishRateLimit of(ApiConfig config, InstantSource clock) {
        return config.publishRate() == 0
                ? NONE
                : new PublishRateLimit(
                        new RateLimiter(config.publishRate(), config.publishBurst(), MOST_PUBLISHERS), clock);
    }

    /**
     * Counts a push to so many users; returns the problem if the publisher is over its rate, and then counts nothing.
     */
    @Nullable
    Problem take(String who, int users) {
        if (limiter == null) {
            return null;
        }
        Duration until = limiter.take(who, users, clock.millis());
        return until.isZero() ? null : Problem.rateLimited(until);
    }
}
