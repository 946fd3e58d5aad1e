package io.heartline.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit of open files of this process, and the sessions that it leaves room for: each session has a file. Without room to
 * spare, nobody could ask for the health of a node that is full, and other nodes could not connect to it.
 *
 * @param most the files that this process may open
 * @param open those that it has open
 */
record FileLimit(long most, long open) {
    private static final Logger LOG = LoggerFactory.getLogger(FileLimit.class);

    /** The system has no such limit. */
    private static final FileLimit NONE = new FileLimit(Long.MAX_VALUE, 0);

    private static final long LEAST_SPARE = 8;
    private static final long MOST_SPARE = 256;

    /** The limit and the use at this moment. */
    static FileLimit now() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? new FileLimit(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
                : NONE;
    }

    /** The sessions that a node may hold, and a line if these are fewer than {@code wanted}. */
    static int cap(String node, int wanted) {
        FileLimit files = now();
        int most = files.sessions(wanted);
        if (most < wanted) {
            LOG.info(
                    "Node {} takes at most {} sessions, not {} (max-sessions): its process may open {} files (ulimit -n)",
                    node,
                    most,
                    wanted,
                    files.most);
        }
        return most;
    }

    /** The number of sessions, no more than {@code wanted}: a quarter of the free files, within bounds, is left for all else. */
    int sessions(int wanted) {
        long free = most - open;
        long spare = Math.min(MOST_SPARE, Math.max(LEAST_SPARE, free / 4));
        return (int) Math.max(1, Math.min(wanted, free - spare));
    }
}
