package io.heartline.cluster;

/** Receives changes to the nodes in sight, on the context it was registered with. The set has changed before. */
public interface MembershipListener {
    /** A node came into sight: started, or found again. */
    default void onJoined(String node) {}

    /** A node is no longer in sight: it left, died, hangs or is cut off. It may come back under the same id. */
    default void onLeft(String node) {}

    /**
     * This node was on the smaller side of a split and has joined the larger one. Its entries were merged into those of the
     * larger side, and its sessions may be missing from them. Other nodes of its side may follow a moment later. The larger
     * side gets {@link #onJoined} before and {@link #onOthersMerged} after.
     */
    default void onMerged() {}

    /**
     * Another node has left its side of a split and merged its entries. Any entry may have changed, on both sides, even if
     * its only session is on this node.
     */
    default void onOthersMerged() {}
}
