package io.heartline.torture.nemesis;

import io.heartline.torture.nemesis.FaultPlan.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Generates faults: draws the parameters of a kind, such as nodes and durations. */
final class FaultGenerator {
    /** Kilobits a second for each push a second. With less, a link behaves as if it were cut repeatedly. */
    private static final double[] KILOBITS = {1.28, 2.56, 5, 10, 20};

    private final SplittableRandom random;
    private final Limits limits;

    FaultGenerator(SplittableRandom random, Limits limits) {
        this.random = random;
        this.limits = limits;
    }

    Fault of(FaultKind kind) {
        return switch (kind) {
            case KILL -> new ProcessFault.Kill(several(), between(0, 8_000));
            case HANG -> new ProcessFault.Hang(one(), between(1_000, 15_000));
            case RESTART -> new ProcessFault.Restart(one());
            case ROLLING_RESTART -> new ProcessFault.RollingRestart(shuffled());
            case ADD_NODE -> new ProcessFault.AddNode(spare(), between(1_000, 8_000));
            case REMOVE_NODE -> new ProcessFault.RemoveNode(one(), between(1_000, 10_000));
            case KILL_WHILE_ANOTHER_HANGS -> killWhileAnotherHangs(shuffled());
            case CUT_PAIR -> cutPair(shuffled());
            case ISOLATE -> new NetworkFault.Isolate(one(), random.nextBoolean(), between(2_000, 20_000));
            case ONE_WAY_CUT -> oneWayCut(shuffled());
            case SLOW_LINK -> new NetworkFault.SlowLink(one(), kilobits(), between(2_000, 20_000));
            case CLOCK_JUMP -> new MachineFault.ClockJump(one(), jump(), between(3_000, 10_000));
            case FULL_LOG_DISK -> new MachineFault.FullLogDisk(one(), between(2_000, 10_000));
            case STARVED_CPU -> new MachineFault.StarvedCpu(one(), between(3_000, 15_000));
        };
    }

    /** A random duration, bounds included, in milliseconds. */
    Duration between(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most + 1));
    }

    private Fault killWhileAnotherHangs(List<String> nodes) {
        return new ProcessFault.KillWhileAnotherHangs(nodes.get(0), nodes.get(1), between(500, 3_500));
    }

    private Fault cutPair(List<String> nodes) {
        return new NetworkFault.CutPair(nodes.get(0), nodes.get(1), between(2_000, 20_000));
    }

    private Fault oneWayCut(List<String> nodes) {
        return new NetworkFault.OneWayCut(nodes.get(0), nodes.get(1), between(2_000, 20_000));
    }

    private int kilobits() {
        return (int) Math.ceil(KILOBITS[random.nextInt(KILOBITS.length)] * limits.rate());
    }

    private Duration jump() {
        Duration by = Duration.ofMinutes(random.nextInt(1, 12 * 60 + 1));
        return random.nextBoolean() ? by : by.negated();
    }

    private String one() {
        return name(random.nextInt(limits.nodes()));
    }

    private String spare() {
        return name(limits.nodes() + random.nextInt(limits.spares()));
    }

    /** A random set of nodes that may be lost at once; never all. */
    private List<String> several() {
        int most = Math.min(limits.losses(), limits.nodes() - 1);
        return shuffled().subList(0, most == 1 ? 1 : random.nextInt(1, most + 1));
    }

    private List<String> shuffled() {
        List<String> left = new ArrayList<>(IntStream.range(0, limits.nodes())
                .mapToObj(FaultGenerator::name)
                .toList());
        List<String> drawn = new ArrayList<>();
        while (!left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    private static String name(int index) {
        return "node-" + (index + 1);
    }
}
