package io.heartline.user;

import org.jspecify.annotations.Nullable;

/** The origin of writes that a {@link VersionVector} counts together. */
public sealed interface WriteSource permits Writer, WriteSource.EpochBegun, WriteSource.Merged, WriteSource.SplitSide {

    /** The owner that made these writes; null if they can't be traced to one owner and its replicas. */
    @Nullable
    Writer writer();

    /** True if an epoch starts with this source. A version with this source includes all earlier writes. */
    boolean startsEpoch();

    /**
     * The begin of an epoch by an owner.
     *
     * @param by the owner
     */
    record EpochBegun(String epoch, Writer by) implements WriteSource {
        @Override
        public Writer writer() {
            return by;
        }

        @Override
        public boolean startsEpoch() {
            return true;
        }
    }

    /** The begin of an epoch by a merge of two versions, neither of which included the other. */
    record Merged(String epoch) implements WriteSource {
        @Override
        public @Nullable Writer writer() {
            return null;
        }

        @Override
        public boolean startsEpoch() {
            return true;
        }
    }

    /**
     * The mark of the smaller side of a split, which continues on its own.
     *
     * @param node id of the owner on that side
     * @param members the nodes that it sees
     */
    record SplitSide(String node, NodeSet members) implements WriteSource {
        @Override
        public @Nullable Writer writer() {
            return null;
        }

        @Override
        public boolean startsEpoch() {
            return false;
        }
    }
}
