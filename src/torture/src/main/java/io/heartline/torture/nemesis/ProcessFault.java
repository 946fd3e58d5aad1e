package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Processes that end, hang, come and go. */
public sealed interface ProcessFault extends Fault {
    /** {@code kill -9} of these, at once; they stay away for a while. */
    record Kill(List<String> nodes, Duration down) implements ProcessFault {
        public Kill {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Kind kind() {
            return Kind.KILL;
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
     * A process stops, its sockets stay open. Woken after less than the cluster's patience (5 s), it was never away; after
     * more it finds itself expelled, and joins again under the same id.
     */
    record Hang(String node, Duration lasting) implements ProcessFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.HANG;
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

    /** SIGTERM, drain, end; the next process starts at once. */
    record Restart(String node) implements ProcessFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.RESTART;
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

    /** Each node in turn, as a rollout does it: the next one once all is whole and safe. */
    record RollingRestart(List<String> nodes) implements ProcessFault {
        public RollingRestart {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Kind kind() {
            return Kind.ROLLING_RESTART;
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

    /** A spare joins, stays for a while, and drains away again. */
    record AddNode(String node, Duration lasting) implements ProcessFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.ADD_NODE;
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

    /** A node drains away, and comes back later. */
    record RemoveNode(String node, Duration away) implements ProcessFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.REMOVE_NODE;
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
     * One stops, a moment later another is killed, then the first wakes: commands that the killed one had carried out may
     * have waited for the word of the one that hung. It wakes before the others give it up: only one is lost.
     */
    record KillWhileAnotherHangs(String hanging, String killed, Duration wakesAfter) implements ProcessFault {
        static final Duration BETWEEN = Duration.ofMillis(200);

        @Override
        public Kind kind() {
            return Kind.KILL_WHILE_ANOTHER_HANGS;
        }

        @Override
        public List<String> nodes() {
            return List.of(hanging, killed);
        }

        @Override
        public String detail() {
            return hanging + " stops, " + killed + " is killed, " + hanging + " wakes after "
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
