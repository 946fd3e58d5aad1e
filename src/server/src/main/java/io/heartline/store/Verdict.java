package io.heartline.store;

import com.hazelcast.core.HazelcastOverloadException;
import com.hazelcast.partition.NoDataMemberInClusterException;
import com.hazelcast.spi.exception.CallerNotMemberException;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.exception.RetryableIOException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.spi.exception.WrongTargetException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the end of an attempt says of its commands. */
enum Verdict {
    /** It was refused before it was applied; another attempt may succeed at once. */
    NOT_APPLIED,
    /** It was refused because too few nodes are in sight. */
    NO_QUORUM,
    /** This node's member has stopped: no attempt can succeed any more. */
    STOPPED,
    /** It may have been applied, wholly or without all copies. */
    IN_DOUBT;

    private static final List<Class<? extends Throwable>> REFUSALS = List.of(
            PartitionMigratingException.class,
            WrongTargetException.class,
            TargetNotMemberException.class,
            CallerNotMemberException.class,
            NoDataMemberInClusterException.class,
            HazelcastOverloadException.class,
            RetryableIOException.class); // never left this node

    /**
     * @param running whether this node's member is running
     */
    static Verdict of(Throwable failure, boolean running) {
        Throwable cause = unwrapped(failure);
        if (!running) {
            return STOPPED;
        }
        if (cause instanceof SplitBrainProtectionException) {
            return NO_QUORUM;
        }
        return REFUSALS.stream().anyMatch(type -> type.isInstance(cause)) ? NOT_APPLIED : IN_DOUBT;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && cause != null ? unwrapped(cause) : failure;
    }
}
