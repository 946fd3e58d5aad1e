package io.heartline.torture.workload;

import java.util.List;

/**
 * The state at the end of a run.
 *
 * @param offline the number of devices that did not connect in time
 * @param pending users with messages that were still pending
 * @param connected users whose sessions were still listed
 * @param unseen users for which no node answered at the end
 */
public record FinalState(long offline, List<String> pending, List<String> connected, List<String> unseen) {
    public boolean isClean() {
        return offline == 0 && pending.isEmpty() && connected.isEmpty() && unseen.isEmpty();
    }
}
