package io.heartline.user;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Measures the frequent commands, in nanoseconds each. Not a test: run {@link #main} and read.
 *
 * <p>The user has one or eight devices and remembers a thousand messages, or owes them to a device that is away.
 */
public final class UserTimings {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Body BODY = Body.of(new byte[200]);
    private static final MailboxLimits LIMITS = new MailboxLimits(2_000, 10 << 20);
    private static final ReadLimit LIMIT = new ReadLimit(128, 256 << 10);

    private UserState state = UserState.ABSENT;
    private UserState copy = UserState.ABSENT;
    private long now = 1_000_000_000;
    private int blackhole;

    private UserTimings() {}

    /** Prints one line for each scene and command. */
    public static void main(String[] args) {
        for (int round = 0; round < 2; round++) {
            System.out.println("round " + round);
            pushAndAck(1, false);
            pushAndAck(8, false);
            pushAndAck(1, true);
            changes(1);
            reads();
        }
    }

    private static void pushAndAck(int devices, boolean owing) {
        UserTimings user = withThousand(devices, owing);
        String scene = devices + " device(s), 1000 " + (owing ? "owed" : "remembered");
        measure(scene + ": push + ack by each", 5_000, i -> {
            user.push("p" + i, null);
            user.ackAll(devices);
        });
        measure(scene + ": watched push + ack by each", 5_000, i -> {
            user.push("w" + i, new DeliveryWatch("gateway", true));
            user.ackAll(devices);
        });
        measure(scene + ": repeated push", 10_000, i -> user.push("old", null));
        measure(scene + ": ack that changes nothing", 10_000, i -> user.ackAll(1));
    }

    private static void changes(int devices) {
        UserTimings user = withThousand(devices, false);
        user.copy = user.state;
        measure("push + its change applied to a copy", 5_000, i -> {
            UserState before = user.state;
            Transition<?> pushed = user.push("c" + i, null);
            user.follow(before, pushed);
            UserState between = user.state;
            Transition<?> acked = user.ack(0, user.state.mailbox().head());
            user.follow(between, acked);
        });
    }

    private static void reads() {
        UserTimings user = withThousand(1, true);
        measure("pull of a full page of 1000 owed", 5_000, i -> user.pull());
        measure("attach to 1000 owed", 5_000, i -> user.attach("back" + i, "away"));
        measure(
                "find one of 1000",
                10_000,
                i -> user.blackhole += new FindMessage("none", user.now)
                                .apply(user.state, new Writer("n"))
                                .outcome()
                                .isPresent()
                        ? 1
                        : 0);
    }

    private static UserTimings withThousand(int devices, boolean owing) {
        UserTimings user = new UserTimings();
        for (int d = 0; d < devices; d++) {
            user.attach("s" + d, "d" + d);
        }
        if (owing) {
            user.attach("gone", "away");
            user.state = new Detach("gone", false, user.now)
                    .apply(user.state, new Writer("n"))
                    .next();
        }
        for (int i = 0; i < 1_000; i++) {
            user.push(i == 300 ? "old" : "m" + i, null);
        }
        user.ackAll(devices);
        return user;
    }

    private Transition<?> push(String id, DeliveryWatch watch) {
        boolean full = state.mailbox().owed() >= 1_000;
        Transition<PushOutcome> pushed =
                new Push(id, BODY, 86_400_000, watch, LIMITS, 7, now).apply(state, new Writer("n"));
        // A mailbox that already owes a thousand is measured again and again, not filled further.
        if (!full || id.equals("old")) {
            state = pushed.next();
        }
        blackhole += pushed.outcome().hashCode() & 1;
        return pushed;
    }

    private void ackAll(int devices) {
        for (int d = 0; d < devices; d++) {
            ack(d, state.mailbox().head());
        }
    }

    private Transition<?> ack(int device, long seq) {
        Transition<AckOutcome> acked = new Ack("s" + device, state.epoch(), seq, now).apply(state, new Writer("n"));
        state = acked.next();
        return acked;
    }

    private void pull() {
        UserState s = new Pull("s0", state.epoch(), 0, LIMIT, now)
                .apply(state, new Writer("n"))
                .next();
        blackhole += s == state ? 0 : 1;
    }

    private void attach(String session, String device) {
        LiveSession live = new LiveSession(session, "n", 0, LiveSession.NO_ATTEMPT, now, "websocket");
        state = new Attach(live, new Attach.Target.Named(device), 300_000, null, false, LIMIT, 7, now)
                .apply(state, new Writer("n"))
                .next();
    }

    private void follow(UserState before, Transition<?> transition) {
        Change change = Change.of(before, transition);
        copy = change == null ? copy : change.applyTo(copy);
    }

    /** Prints the best of some batches, in processor time: other work on the machine does not count. */
    private static void measure(String what, int times, LongConsumer act) {
        long best = Long.MAX_VALUE;
        for (int batch = 0; batch < 10; batch++) {
            long start = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                act.accept((long) batch * times + i);
            }
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - start);
        }
        System.out.printf(Locale.ROOT, "%8d ns  %s%n", best / times, what);
    }
}
