package io.heartline.torture.workload;

import io.heartline.torture.MemberSecret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a workload.
 *
 * @param bus the use of the event bus; null for none
 * @param settle the longest time that {@link Workload#settle} waits until no message is pending
 * @param seed of all random choices; the course still depends on time
 */
public record WorkloadConfig(
        Crowd crowd, Pushes pushes, @Nullable Bus bus, Duration settle, long seed) {
    public WorkloadConfig {
        check(settle.toMillis() > 0, "settle must be some time");
    }

    /** 200 users, 200 pushes a second, no event bus. */
    public static WorkloadConfig of(long seed) {
        return new WorkloadConfig(Crowd.of(200, 3), Pushes.of(200), null, Duration.ofMinutes(2), seed);
    }

    public WorkloadConfig with(Crowd changed) {
        return new WorkloadConfig(changed, pushes, bus, settle, seed);
    }

    public WorkloadConfig with(Pushes changed) {
        return new WorkloadConfig(crowd, changed, bus, settle, seed);
    }

    public WorkloadConfig with(@Nullable Bus changed) {
        return new WorkloadConfig(crowd, pushes, changed, settle, seed);
    }

    public WorkloadConfig with(Duration settleWithin) {
        return new WorkloadConfig(crowd, pushes, bus, settleWithin, seed);
    }

    /**
     * The devices.
     *
     * @param users the number of users: {@code user-1}, {@code user-2}, …
     * @param devices the highest number of devices of a user, at least one
     * @param keep the {@code keepMillis} of devices: longer than the run, so that every message must be delivered until the end
     * @param restless the approximate time between two acts of a device that is not steady
     */
    public record Crowd(int users, int devices, Duration keep, Duration restless) {
        public Crowd {
            check(users >= 1 && users <= 100_000, "users must be 1 … 100000");
            check(devices >= 1 && devices <= 8, "devices must be 1 … 8");
            check(keep.toMillis() > 0, "keep must be some time");
            check(restless.toMillis() >= 10, "restless must be 10 ms or more");
        }

        public static Crowd of(int users, int devices) {
            return new Crowd(users, devices, Duration.ofHours(2), Duration.ofSeconds(10));
        }
    }

    /**
     * The messages.
     *
     * @param rate new messages a second, unless the cluster is slower
     * @param open the highest number of open messages; the publisher then pauses
     * @param giveUp the time after which a message is given up
     * @param batchShare the share of HTTP pushes in batches; 0 … 1
     * @param ttlShare the share of messages with a time to live; 0 … 1
     * @param ttl the time to live
     */
    public record Pushes(int rate, int open, Duration giveUp, double batchShare, double ttlShare, Duration ttl) {
        public Pushes {
            check(rate >= 0 && rate <= 100_000, "rate must be 0 … 100000 a second");
            check(open >= 1, "open must be 1 or more");
            check(giveUp.toMillis() > 0, "giveUp must be some time");
            checkShare(batchShare, "batchShare");
            checkShare(ttlShare, "ttlShare");
            check(ttl.toMillis() > 0, "ttl must be some time");
        }

        public static Pushes of(int rate) {
            return new Pushes(rate, Math.max(64, rate), Duration.ofMinutes(1), 0.3, 0.1, Duration.ofMinutes(10));
        }
    }

    /**
     * Publishing over the event bus, as a lite member of the cluster.
     *
     * @param cluster its name
     * @param host the address of the harness that nodes can reach
     * @param share the share of messages over the bus; 0 … 1
     * @param secret of the cluster; null if it has none
     */
    public record Bus(
            String cluster,
            String host,
            double share,
            @Nullable MemberSecret secret) {
        public Bus(String cluster, String host, double share) {
            this(cluster, host, share, null);
        }

        public Bus {
            checkShare(share, "the bus's share");
        }
    }

    private static void checkShare(double share, String what) {
        check(share >= 0 && share <= 1, what + " must be 0 … 1");
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }
}
