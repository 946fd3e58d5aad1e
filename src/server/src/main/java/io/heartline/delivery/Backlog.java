package io.heartline.delivery;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The hints for one peer that wait for credit: at most one for a session, since the highest position says all that the lower
 * ones say, and an eviction makes all others needless. Bounded. Owned by the event loop of its outbox.
 */
final class Backlog {
    private final Map<Object, Hint> hints = new LinkedHashMap<>();
    private final int most;

    /**
     * @param most the number of hints that may wait if one more is a message; evictions and settled notices, which are few and
     *     come by no other way, may fill as many places again
     */
    Backlog(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return hints.isEmpty();
    }

    /** Keeps a hint that is {@link Hint#collapsed() collapsed}; false if there is no room for it. */
    boolean keep(Hint hint) {
        Hint waiting = hints.get(hint.key());
        if (waiting != null) {
            hints.put(hint.key(), merged(waiting, hint));
            return true;
        }
        long places = hint instanceof Hint.Message ? most : 2L * most;
        if (hints.size() >= places) {
            return false;
        }
        hints.put(hint.key(), hint);
        return true;
    }

    /** Takes out the hint that has waited longest; there must be one. */
    Hint next() {
        Iterator<Hint> all = hints.values().iterator();
        Hint next = all.next();
        all.remove();
        return next;
    }

    private static Hint merged(Hint waiting, Hint later) {
        if (waiting instanceof Hint.Message before && later instanceof Hint.Message message) {
            return before.or(message);
        }
        return waiting instanceof Hint.Evict ? waiting : later;
    }
}
