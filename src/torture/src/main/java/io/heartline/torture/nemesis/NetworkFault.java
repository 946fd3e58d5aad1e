package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What the network keeps back.
 *
 * <p>What the cluster makes of a cut, as it was seen with a patience of 5 s:
 *
 * <ul>
 *   <li>Where the oldest node is on one side of a pair, or of a one-way cut, the other is expelled and stands alone, as one
 *       that is isolated does. It keeps its process and its id, goes on serving who reaches it, and joins again, merged,
 *       some 5 s after the cut is mended. It may be lost by a cut that is shorter than the patience (3.5 s were enough): TCP
 *       tries again at growing intervals, so the silence is longer than the cut.
 *   <li>The oldest itself may be the one that is isolated: the next in age takes its place.
 *   <li>Where neither is the oldest, nobody is expelled: each suspects the other, and the oldest, which hears both, keeps
 *       both. Until the cut is mended all three are members, what one of the two must copy to the other is not answered, and
 *       no node can say whether all is safe.
 * </ul>
 */
public sealed interface NetworkFault extends Fault {
    /** Two nodes do not reach each other; all others, and clients, reach both. */
    record CutPair(String one, String other, Duration lasting) implements NetworkFault {
        @Override
        public Kind kind() {
            return Kind.CUT_PAIR;
        }

        @Override
        public List<String> nodes() {
            return List.of(one, other);
        }

        @Override
        public String detail() {
            return "for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.cut(one, other);
            pause.pause(lasting);
        }
    }

    /** One node reaches no other; clients reach it or not. */
    record Isolate(String node, boolean fromClientsToo, Duration lasting) implements NetworkFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.ISOLATE;
        }

        @Override
        public String detail() {
            return (fromClientsToo ? "from nodes and clients for " : "from nodes for ") + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.isolate(node, fromClientsToo);
            pause.pause(lasting);
        }
    }

    /** What one sends the other vanishes; the other way all is well. */
    record OneWayCut(String from, String to, Duration lasting) implements NetworkFault {
        @Override
        public Kind kind() {
            return Kind.ONE_WAY_CUT;
        }

        @Override
        public List<String> nodes() {
            return List.of(from, to);
        }

        @Override
        public String detail() {
            return from + " to " + to + " for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.cutOneWay(from, to);
            pause.pause(lasting);
        }
    }

    /** All that a node sends and gets goes through a narrow pipe. */
    record SlowLink(String node, int kilobits, Duration lasting) implements NetworkFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.SLOW_LINK;
        }

        @Override
        public String detail() {
            return kilobits + " kbit/s for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.slow(node, kilobits);
            pause.pause(lasting);
        }
    }
}
