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

/** The result of an attempt that ended with an exception: tells if its commands may have been applied. */
enum AttemptResult {
    /** It was refused before it was applied; another attempt may succeed at once. */
    NOT_APPLIED,
    /** It was refused because the owner has no quorum. */
    NO_QUORUM,
    /** This node's member has stopped: no attempt can succeed any more. */
    STOPPED,
    /** It may have been applied, with or without all replicas. */
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
     * @param running false once this node's member has stopped
     */
    static AttemptResult of(Throwable failure, boolean running) {
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
