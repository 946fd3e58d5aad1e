package io.heartline.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How this node says it is.
 *
 * @param phase where it stands between its start and its end
 * @param faults why it should get no new traffic, a sentence each; empty where nothing is wrong
 */
public record NodeHealth(Phase phase, List<String> faults) {
    /** Where a node stands between its start and its end. */
    public enum Phase {
        /** It has not joined yet. */
        STARTING,
        /** It takes whatever comes. */
        SERVING,
        /** It asks to be left alone and still serves who comes. */
        DRAINING,
        /** It answers what is under way and is gone then: every new request is refused. */
        CLOSING
    }

    public NodeHealth {
        faults = List.copyOf(faults);
    }

    /** Whether a balancer should send traffic here. */
    public boolean ready() {
        return phase == Phase.SERVING && faults.isEmpty();
    }

    /** Why it is not ready. */
    List<String> reasons() {
        if (phase == Phase.SERVING) {
            return faults;
        }
        List<String> reasons = new ArrayList<>();
        reasons.add("The node is " + phase.name().toLowerCase(Locale.ROOT) + ".");
        reasons.addAll(faults);
        return reasons;
    }

    /** Why nothing is served here any more; null where it is. */
    @Nullable
    Problem closing() {
        return phase == Phase.CLOSING ? Problem.unavailable("The node is leaving; another one serves this.") : null;
    }

    /** Throws {@link ProblemException} where nothing is served here any more. */
    void refuseIfClosing() {
        Problem closing = closing();
        if (closing != null) {
            throw closing.exception();
        }
    }

    /** Whether connections should not be kept for another request. */
    boolean leaving() {
        return phase == Phase.DRAINING || phase == Phase.CLOSING;
    }
}
