package io.heartline.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets by key: each starts full, holds {@code burst} tokens and gains {@code perSecond}. A bucket is kept as one
 * number, the time at which it will be full; a full one need not be kept at all.
 *
 * <p>At most {@code maxKeys} buckets are kept. Beyond that the least recently used one is forgotten, which makes it
 * full: memory stays bounded, and many keys at once are let through rather than shut out.
 *
 * <p>State: owned by one event loop; not safe on others.
 */
public final class RateLimiter {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long nanosPerToken;
    private final long nanosPerBucket;
    private final int maxKeys;
    /** The time at which each bucket will be full, in nanoseconds since 1970; the least recently used comes first. */
    private final LinkedHashMap<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);

    /** All three are at least 1; {@code perSecond} at most a thousand million. */
    public RateLimiter(int perSecond, int burst, int maxKeys) {
        if (perSecond < 1 || perSecond > NANOS_PER_SECOND || burst < 1 || maxKeys < 1) {
            throw new IllegalArgumentException("a rate limiter needs a rate, a burst and keys of at least 1");
        }
        this.nanosPerToken = NANOS_PER_SECOND / perSecond;
        this.nanosPerBucket = nanosPerToken * burst;
        this.maxKeys = maxKeys;
    }

    /** Takes one token of {@code key}'s bucket, as {@link #take(String, int, long)} does. */
    public Duration take(String key, long nowMillis) {
        return take(key, 1, nowMillis);
    }

    /**
     * Takes tokens of {@code key}'s bucket. Of more than a bucket holds, a full one lends the rest.
     *
     * @param nowMillis milliseconds since 1970, never less than before
     * @return zero if they were taken; else nothing was taken, and this is the time until they can be
     */
    public Duration take(String key, int tokens, long nowMillis) {
        long now = nowMillis * NANOS_PER_MILLI;
        long asked = nanosPerToken * tokens;
        long full = Math.max(now, fullAt.getOrDefault(key, now)) + asked;
        long missing = full - Math.max(0, asked - nanosPerBucket) - now - nanosPerBucket;
        if (missing > 0) {
            return Duration.ofNanos(missing);
        }
        fullAt.put(key, full);
        forget(now);
        return Duration.ZERO;
    }

    /** The number of buckets that are kept. */
    public int size() {
        return fullAt.size();
    }

    private void forget(long now) {
        Map.Entry<String, Long> oldest = oldest();
        while (oldest != null && (oldest.getValue() <= now || fullAt.size() > maxKeys)) {
            fullAt.remove(oldest.getKey());
            oldest = oldest();
        }
    }

    private Map.@Nullable Entry<String, Long> oldest() {
        var entries = fullAt.entrySet().iterator();
        return entries.hasNext() ? entries.next() : null;
    }
}
