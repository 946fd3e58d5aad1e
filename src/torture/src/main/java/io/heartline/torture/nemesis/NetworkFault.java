package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Faults of the network.
 *
 * <p>Reactions of a cluster that removes members after 5 s of silence, as observed:
 *
 * <ul>
 *   <li>If the oldest member is one of a pair, or of a one-way cut, the other is removed and stands alone, as an isolated node
 *       does. It keeps its process and id, serves clients that reach it, and rejoins with a merge about 5 s after the end of the
 *       cut. A shorter cut (3.5 s) may be enough: TCP retransmits at growing intervals, so that the silence is longer than the cut.
 *   <li>If the oldest member itself is isolated, the next in age takes its place.
 *   <li>If neither is the oldest, no member is removed: each suspects the other, but the oldest hears both and keeps both. Until
 *       the end of the cut, writes that one of them must replicate to the other are not answered, and no node can report that all
 *       replicas are complete.
 * </ul>
 */
public sealed interface NetworkFault extends Fault {
    /** Two nodes can't reach each other. All other nodes and clients reach both. */
    record CutPair(String one, String other, Duration lasting) implements NetworkFault {
        @Override
        public FaultKind kind() {
            return FaultKind.CUT_PAIR;
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

    /** One node can't reach any other. Clients reach it or not. */
    record Isolate(String node, boolean fromClientsToo, Duration lasting) implements NetworkFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.ISOLATE;
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

    /** Packets from one node to another are lost. The other direction works. */
    record OneWayCut(String from, String to, Duration lasting) implements NetworkFault {
        @Override
        public FaultKind kind() {
            return FaultKind.ONE_WAY_CUT;
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

    /** The bandwidth of a node is limited. */
    record SlowLink(String node, int kilobits, Duration lasting) implements NetworkFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.SLOW_LINK;
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
