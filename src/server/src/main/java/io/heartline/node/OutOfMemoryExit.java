package io.heartline.node;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.OutOfMemoryHandler;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when memory is exhausted, as {@code -XX:+ExitOnOutOfMemoryError} does, also if the JVM was started without
 * that option. After such an error any thread may have stopped half way, and a node that goes on looks healthy and is not; the
 * other nodes have its data.
 *
 * <p>It sees the errors that Hazelcast catches and those that end a thread. A program shows it those that libraries catch and
 * log. Direct buffers do not count: a connection that gets none is closed, and nothing else is harmed.
 */
public final class OutOfMemoryExit {
    /** The exit code; the JVM's own option has the same. */
    static final int CODE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemoryExit.class);
    private static final int MOST_CAUSES = 20;
    private static final long WRITES_WITHIN_MILLIS = 1_000;
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private OutOfMemoryExit() {}

    /** Ends this process from now on. For programs only: tests share their process. */
    public static void install() {
        INSTALLED.set(true);
        Hazelcast.setOutOfMemoryHandler(new HazelcastHandler());
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            inspect(failure);
            LOG.error("Thread {} ended", thread.getName(), failure);
        });
    }

    /** Ends this process if the failure, or one of its causes, is exhausted memory and {@link #install} was called. */
    public static void inspect(@Nullable Throwable failure) {
        if (failure != null && INSTALLED.get() && isExhausted(failure)) {
            end(failure);
        }
    }

    /** True if the heap, or what the JVM needs besides, is exhausted. */
    static boolean isExhausted(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof OutOfMemoryError) {
                String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
                // Netty has an error of its own for direct buffers.
                return cause.getClass() == OutOfMemoryError.class && !reason.contains("direct buffer memory");
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static void end(Throwable failure) {
        try {
            if (ENDING.compareAndSet(false, true)) {
                LOG.error("Out of memory ({}): this process ends with code {}", failure, CODE);
            } else {
                Thread.sleep(WRITES_WITHIN_MILLIS); // another thread writes the line, and this one must not go on
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(CODE); // no hooks: they need memory too
        }
    }

    private static final class HazelcastHandler extends OutOfMemoryHandler {
        @Override
        public void onOutOfMemory(OutOfMemoryError failure, HazelcastInstance[] members) {
            inspect(failure);
        }

        @Override
        public boolean shouldHandle(OutOfMemoryError failure) {
            return isExhausted(failure);
        }
    }
}
