package io.heartline.session.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of the connections that were refused: one line a minute for each cause. A page learns nothing from its browser, so
 * its author looks here. One log serves all gateways of a node; safe on any thread.
 *
 * <p>Strangers can make up causes: a minute has lines for {@value #MOST_CAUSES} of them.
 */
public final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    static final Duration PERIOD = Duration.ofMinutes(1);
    static final int MOST_CAUSES = 32;

    private final InstantSource clock;
    /** Times of the last line of each cause; replaced as a whole. */
    private final AtomicReference<Map<String, Long>> logged = new AtomicReference<>(Map.of());

    public RefusalLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Records a refusal by the HTTP status and a sentence, which must hold no secret. */
    void add(int status, String detail) {
        if (isDue(status + " " + detail)) {
            LOG.warn("a connection was refused with {}: {}. Told once a minute", status, detail);
        }
    }

    /** True if a line for this cause is to be written now. */
    private boolean isDue(String cause) {
        long now = clock.millis();
        Map<String, Long> before = Objects.requireNonNull(logged.get());
        if (isRecent(before.get(cause), now)) {
            return false;
        }
        Map<String, Long> recent = new HashMap<>(before);
        recent.values().removeIf(at -> !isRecent(at, now));
        if (recent.size() >= MOST_CAUSES) {
            return false;
        }
        recent.put(cause, now);
        return logged.compareAndSet(before, recent); // otherwise another gateway writes a line just now
    }

    private static boolean isRecent(@Nullable Long at, long now) {
        return at != null && Math.abs(now - at) < PERIOD.toMillis();
    }
}
