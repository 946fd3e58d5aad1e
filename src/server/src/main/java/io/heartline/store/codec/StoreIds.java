package io.heartline.store.codec;

/**
 * The name and the ids of the store's map and its types in the protocol between nodes. They never change: during a
 * rolling restart, nodes of two versions are in one cluster.
 */
public final class StoreIds {
    /** The name of the map of entries; its keys are users. */
    public static final String MAP = "heartline.users";

    /** The id of the factory of the types below. */
    public static final int FACTORY = 4_711;

    public static final int APPLY_COMMANDS = 1;
    public static final int COPY_CHANGES = 2;
    public static final int OUTCOMES = 3;
    public static final int MERGE_POLICY = 4;

    /** The id of the serializer of an entry. */
    public static final int USER_STATE = 4_711;

    private StoreIds() {}
}
