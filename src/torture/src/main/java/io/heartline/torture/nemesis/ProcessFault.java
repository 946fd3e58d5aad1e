package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Faults of node processes. */
public sealed interface ProcessFault extends Fault {
    /** {@code kill -9} of these nodes at once. They are started again later. */
    record Kill(List<String> nodes, Duration down) implements ProcessFault {
        public Kill {
            nodes = List.copyOf(nodes);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.KILL;
        }

        @Override
        public String detail() {
            return "down for " + Fault.seconds(down);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            for (String node : nodes) {
                field.kill(node);
            }
            pause.pause(down);
        }
    }

    /**
     * A process is stopped; its sockets stay open. If it is resumed within the cluster's limit of silence (5 s), it stays a
     * member; otherwise it is removed, and rejoins under the same id.
     */
    record Hang(String node, Duration lasting) implements ProcessFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.HANG;
        }

        @Override
        public String detail() {
            return "for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.stop(node);
            pause.pause(lasting);
        }
    }

    /** SIGTERM: the node drains and ends. The next process starts at once. */
    record Restart(String node) implements ProcessFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.RESTART;
        }

        @Override
        public String detail() {
            return "SIGTERM, then started again";
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException {
            field.terminate(node);
            field.start(node);
            field.awaitReady(node, Nemesis.READY_WITHIN);
        }
    }

    /** Restarts each node in turn, as a rollout does. The next one follows when the cluster is whole and safe. */
    record RollingRestart(List<String> nodes) implements ProcessFault {
        public RollingRestart {
            nodes = List.copyOf(nodes);
        }

        @Override
        public FaultKind kind() {
            return FaultKind.ROLLING_RESTART;
        }

        @Override
        public String detail() {
            return "one after the other";
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException {
            for (String node : nodes) {
                new Restart(node).carryOut(field, pause);
                field.awaitWhole(Nemesis.WHOLE_WITHIN);
            }
        }
    }

    /** A spare node joins, stays for a while, and drains. */
    record AddNode(String node, Duration lasting) implements ProcessFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.ADD_NODE;
        }

        @Override
        public String detail() {
            return "stays for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException {
            field.start(node);
            field.awaitReady(node, Nemesis.READY_WITHIN);
            pause.pause(lasting);
        }
    }

    /** A node drains and ends, and is started again later. */
    record RemoveNode(String node, Duration away) implements ProcessFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.REMOVE_NODE;
        }

        @Override
        public String detail() {
            return "away for " + Fault.seconds(away);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException {
            field.terminate(node);
            pause.pause(away);
        }
    }

    /**
     * One node is stopped, another is killed shortly after, then the first is resumed. Commands that the killed node applied may
     * have waited for the stopped replica. It is resumed before it is removed, so that only one node is lost.
     */
    record KillWhileAnotherHangs(String hanging, String killed, Duration wakesAfter) implements ProcessFault {
        static final Duration BETWEEN = Duration.ofMillis(200);

        @Override
        public FaultKind kind() {
            return FaultKind.KILL_WHILE_ANOTHER_HANGS;
        }

        @Override
        public List<String> nodes() {
            return List.of(hanging, killed);
        }

        @Override
        public String detail() {
            return hanging + " stops, " + killed + " is killed, " + hanging + " resumes after "
                    + Fault.seconds(wakesAfter);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.stop(hanging);
            pause.pause(BETWEEN);
            field.kill(killed);
            pause.pause(wakesAfter.minus(BETWEEN));
            field.resume(hanging);
        }
    }
}
