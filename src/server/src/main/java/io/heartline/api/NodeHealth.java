package io.heartline.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The health of this node.
 *
 * @param phase its phase between start and end
 * @param faults the reasons for which it should get no new traffic, a sentence each; empty if it has none
 */
public record NodeHealth(Phase phase, List<String> faults) {
    /** The phases of a node between start and end. */
    public enum Phase {
        /** Has not joined yet. */
        STARTING,
        /** Serves all requests. */
        SERVING,
        /** Asks for no new traffic and still serves it. */
        DRAINING,
        /** Answers the requests in flight, and refuses every new one. */
        CLOSING,
        /** Has lost its place in the cluster and holds nothing: its process ends. */
        LOST
    }

    public NodeHealth {
        faults = List.copyOf(faults);
    }

    /** Tells whether the process should go on: all but a lost node should. */
    boolean live() {
        return phase != Phase.LOST;
    }

    /** Tells whether a load balancer should send traffic here. */
    public boolean ready() {
        return phase == Phase.SERVING && faults.isEmpty();
    }

    /** The reasons for which it is not ready. */
    List<String> reasons() {
        if (phase == Phase.SERVING) {
            return faults;
        }
        List<String> reasons = new ArrayList<>();
        reasons.add("The node is " + phase.name().toLowerCase(Locale.ROOT) + ".");
        reasons.addAll(faults);
        return reasons;
    }

    /** The problem of a request to a node that is closing; null if it is not. */
    @Nullable
    Problem closing() {
        return phase == Phase.CLOSING ? Problem.unavailable("The node is leaving; another one serves this.") : null;
    }

    /** Throws {@link ProblemException} if the node is closing. */
    void refuseIfClosing() {
        Problem closing = closing();
        if (closing != null) {
            throw closing.exception();
        }
    }

    /** Tells whether connections should be closed after the next response. */
    boolean leaving() {
        return phase == Phase.DRAINING || phase == Phase.CLOSING;
    }
}
