package io.heartline.cluster;

/** Told of what happens to the nodes in sight, on the context it was registered with. The set has changed before. */
public interface MembershipListener {
    /** A node came into sight: started, or found again. */
    default void onJoined(String node) {}

    /** A node is out of sight: it left, died, hangs or is cut off. It may come back under the same id. */
    default void onLeft(String node) {}

    /**
     * This node was cut off with the smaller side of a split and has now given that side up: its entries were merged into
     * those of the larger side, and its sessions may be missing from them. Others of its side may follow a moment later. The
     * larger side sees {@link #onJoined} before and {@link #onOthersMerged} after.
     */
    default void onMerged() {}

    /**
     * Another node has given its side of a split up and merged its entries: whichever side this node was on, any entry may
     * have changed, also where a session that lives here is the only one that it names.
     */
    default void onOthersMerged() {}
}
