package io.heartline.store;

import com.sun.management.ThreadMXBean;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.UserCommand;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the cost of a command: pushes and their acknowledgements, from a store on each of two members in one process.
 * Not a test. Arguments: seconds for each line, then how many commands are out at a time on each store.
 */
final class StoreBench {
    private static final int USERS = 20_000;
    private static final byte[] BODY = "x".repeat(200).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final TestCluster cluster = new TestCluster(StoreConfig.of(1), 271);
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean running;

    public static void main(String[] args) {
        StoreBench bench = new StoreBench();
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int[] depths = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[] {1_000, 1, 16, 64, 256, 1_000, 4_000, 16_000};
        bench.run(seconds, depths);
    }

    private void run(int seconds, int[] depths) {
        cluster.join();
        cluster.join();
        Driver[] drivers = {driver(0), driver(1)};
        print("%8s %12s %12s %10s %12s %8s%n", "out", "commands/s", "us CPU each", "batch", "mean ms", "failed");
        for (int depth : depths) {
            measure(seconds, depth, drivers);
        }
        cluster.close();
        Caller.answer(vertx.close());
    }

    private void measure(int seconds, int depth, Driver[] drivers) {
        DistributionSummary batches = meters.summary(MeterNames.STORE_BATCH);
        running = true;
        CountDownLatch ended = new CountDownLatch(depth * drivers.length);
        for (Driver driver : drivers) {
            driver.start(depth, ended);
        }
        long before = done.get();
        long cpu = cpu();
        long sent = batches.count();
        double carried = batches.totalAmount();
        long waited = nanos.get();
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            LockSupport.parkNanos(10_000_000);
        }
        double commands = done.get() - before;
        double taken = (System.nanoTime() - start) / 1e9;
        print(
                "%8d %12.0f %12.1f %10.1f %12.2f %8d%n",
                depth,
                commands / taken,
                (cpu() - cpu) / 1e3 / commands,
                (batches.totalAmount() - carried) / (batches.count() - sent),
                (nanos.get() - waited) / 1e6 / commands,
                failed.getAndSet(0));
        running = false;
        TestCluster.awaitQuietly(ended);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    /** The processor time of the Java threads, without the compiler and the garbage collector. */
    private static long cpu() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadCpuTime(threads.getAllThreadIds()))
                .filter(nanos -> nanos > 0)
                .sum();
    }

    private Driver driver(int member) {
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        StoreContext here = new StoreContext(InstantSource.system(), meters, () -> true);
        return new Driver(
                context, new HazelcastUserStore(cluster.member(member), context, StoreConfig.of(1), here), member);
    }

    /** Keeps a number of commands in flight: for each user in turn a push, then its acknowledgement. */
    private final class Driver {
        private final Context context;
        private final UserStore store;
        private final String name;
        private long next;

        Driver(Context context, UserStore store, int member) {
            this.context = context;
            this.store = store;
            this.name = "user-" + member + "-";
        }

        void start(int depth, CountDownLatch ended) {
            context.runOnContext(turn -> {
                for (int i = 0; i < depth; i++) {
                    again(ended);
                }
            });
        }

        private void again(CountDownLatch ended) {
            if (!running) {
                ended.countDown();
                return;
            }
            long n = next++;
            String user = name + n % USERS;
            String session = "session-" + user;
            Future<?> first = n < USERS ? submit(user, attach(session)) : Future.succeededFuture();
            first.compose(attached -> submit(user, push(n)))
                    .compose(pushed -> submit(user, ack(session, (Pushed) pushed)))
                    .onFailure(failure -> failed.incrementAndGet())
                    .onComplete(acked -> again(ended));
        }

        private <R> Future<R> submit(String user, UserCommand<R> command) {
            long start = System.nanoTime();
            return store.submit(user, command).onComplete(answer -> {
                done.incrementAndGet();
                nanos.addAndGet(System.nanoTime() - start);
            });
        }

        private Push push(long n) {
            return new Push(
                    "message-" + n, Body.of(BODY), 600_000, null, MailboxLimits.DEFAULT, n, System.currentTimeMillis());
        }

        private Ack ack(String session, Pushed pushed) {
            return new Ack(session, pushed.position().epoch(), pushed.position().seq(), System.currentTimeMillis());
        }

        private Attach attach(String session) {
            long now = System.currentTimeMillis();
            LiveSession live = new LiveSession(session, "node", 0, now, now, "websocket");
            return new Attach(live, new Attach.Target.Named("d"), 600_000, null, false, Commands.LIMIT, now, now);
        }
    }
}
