package io.heartline.auth;

import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what concerns security, one line each, with the logger {@code heartline.security}, and counts it. A line has the
 * reason and the address of the peer, and never a key or a token.
 *
 * <p>Strangers can cause refusals. Of each kind ten lines are logged at once, then one a second; the next line tells how many
 * were left out. The counters count all.
 *
 * <p>It differs from {@code session.gateway.RefusalLog}, which serves the authors of pages: that logs each cause once a minute,
 * however often it occurs; this logs single events, and says how many it left out.
 *
 * <p>Owned by one event loop.
 */
public final class SecurityLog {
    private static final Logger LOG = LoggerFactory.getLogger("heartline.security");
    private static final int AT_ONCE = 10;
    private static final int KINDS = 8;
    private static final int MOST_CHARACTERS = 200;

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final RateLimiter lines = new RateLimiter(1, AT_ONCE, KINDS);
    private final Map<String, Long> leftOut = new HashMap<>();
    private final Map<String, Counter> counters = new HashMap<>();

    public SecurityLog(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** A client's token was refused. */
    public void refusedToken(Unauthorized refusal, String peer) {
        String reason = refusal.isExpired() ? "expired" : refusal.retryAfterMillis() > 0 ? "unknown" : "invalid";
        refused("token", reason, String.valueOf(refusal.getMessage()), peer);
    }

    /** A good token was refused for what it may not do. */
    public void forbiddenToken(String message, String peer) {
        refused("token", "forbidden", message, peer);
    }

    /** An API key was checked. It is refused if it is missing, unknown, or lacks the scope. */
    public void checked(Access access, String peer) {
        if (access instanceof Access.Forbidden forbidden) {
            refused("key", "forbidden", forbidden.message() + " (key " + forbidden.name() + ")", peer);
        } else if (access instanceof Access.Unauthenticated refusal) {
            refused("key", "invalid", refusal.message(), peer);
        }
    }

    /** The page that a browser shows may not connect. */
    public void refusedOrigin(String origin, String peer) {
        refused("origin", "forbidden", "pages of " + origin + " may not connect (--origins)", peer);
    }

    /**
     * An operator did something that needs the scope {@code admin}.
     *
     * @param key the name of the key
     * @param act method and path of the request
     * @param status the status of the answer
     */
    public void administered(String key, String act, int status) {
        count(MeterNames.ADMINISTERED, "status", Integer.toString(status));
        boolean stranger = key.equals(ApiKeys.ANYBODY);
        if (!stranger || mayLog("admin")) {
            LOG.info(
                    "admin: {} answered with {}, asked by the key {}{}", printable(act), status, key, omitted("admin"));
        }
    }

    private void refused(String kind, String reason, String message, String peer) {
        count(MeterNames.REFUSED, kind, reason);
        if (mayLog(kind)) {
            LOG.warn("refused {} ({}) from {}: {}{}", kind, reason, peer, printable(message), omitted(kind));
        }
    }

    private boolean mayLog(String kind) {
        if (lines.take(kind, clock.millis()).isZero()) {
            return true;
        }
        leftOut.merge(kind, 1L, Long::sum);
        return false;
    }

    private String omitted(String kind) {
        Long count = leftOut.remove(kind);
        return count == null ? "" : " (and " + count + " more of this kind, not logged)";
    }

    private void count(String name, String kind, String value) {
        counters.computeIfAbsent(name + kind + value, made -> counter(name, kind, value))
                .increment();
    }

    private Counter counter(String name, String kind, String value) {
        return name.equals(MeterNames.REFUSED)
                ? registry.counter(name, "kind", kind, "reason", value)
                : registry.counter(name, kind, value);
    }

    /** Text of a stranger as one short line. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MOST_CHARACTERS).forEach(c -> line.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return line.length() < text.length() ? line + "…" : line.toString();
    }
}
