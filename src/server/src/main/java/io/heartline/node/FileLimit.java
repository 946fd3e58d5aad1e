package io.heartline.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The limit of open files of this process, and the connections that it leaves room for: each has a file. Without room to
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

    /** A node for fewer sessions than this has so few files by mistake. */
    private static final int FEW = 1_000;

    /** The limit and the use at this moment. */
    static FileLimit now() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? new FileLimit(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
                : NONE;
    }

    /** The sessions that a node may hold. Warns if these are few, or fewer than the operator wants. */
    int cap(String node, SessionLimit wanted) {
        int most = sessions(wanted.most());
        if (most == wanted.most()) {
            return most;
        }
        LOG.atLevel(wanted.given() || most < FEW ? Level.WARN : Level.DEBUG)
                .log(
                        "Node {} takes at most {} sessions, not {} (max-sessions): its process may open {} files (ulimit -n)",
                        node,
                        most,
                        wanted.most(),
                        this.most);
        return most;
    }

    /** The number of sessions, no more than {@code wanted}: a quarter of the free files, within bounds, is left for all else. */
    int sessions(int wanted) {
        return (int) Math.max(1, Math.min(wanted, free() - spare()));
    }

    /**
     * The connections that may be open beyond so many sessions, to be answered and closed. Most of what is spared is left for
     * other nodes, and for connections that are accepted faster than others are closed: if the files are used up, Netty
     * accepts none for a second.
     */
    int extra(int sessions) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, free() - spare() * 3 / 4 - sessions));
    }

    private long free() {
        return most - open;
    }

    private long spare() {
        return Math.min(MOST_SPARE, Math.max(LEAST_SPARE, free() / 4));
    }
}
