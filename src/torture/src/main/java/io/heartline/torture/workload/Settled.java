package io.heartline.torture.workload;

import java.util.List;

/**
 * How a run ended.
 *
 * @param offline devices that did not come online in time
 * @param owed users to whom something was still owed
 * @param there users whose sessions were not gone in time
 * @param unseen users of whom no node said anything at the very end
 */
public record Settled(long offline, List<String> owed, List<String> there, List<String> unseen) {
    public boolean isClean() {
        return offline == 0 && owed.isEmpty() && there.isEmpty() && unseen.isEmpty();
    }
}
