package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;

/** What the machine under a node lets it down with. */
public sealed interface MachineFault extends Fault {
    /** A node's wall clock is set, and set right again. */
    record ClockJump(String node, Duration ahead, Duration lasting) implements MachineFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.CLOCK_JUMP;
        }

        @Override
        public String detail() {
            return ahead.abs().toMinutes() + " min " + (ahead.isNegative() ? "back" : "ahead") + " for "
                    + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.setClock(node, ahead);
            pause.pause(lasting);
        }
    }

    /** A node is started with its log on a disk that is full, and serves like that for a while. */
    record FullLogDisk(String node, Duration lasting) implements MachineFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.FULL_LOG_DISK;
        }

        @Override
        public String detail() {
            return "started anew with a full disk, for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException {
            field.terminate(node);
            field.startWithFullDisk(node);
            field.awaitReady(node, Nemesis.READY_WITHIN);
            field.awaitWhole(Nemesis.WHOLE_WITHIN); // it will be ended again to be undone
            pause.pause(lasting);
        }
    }

    /** A node gets a processor for a fifth of the time, in slices. */
    record StarvedCpu(String node, Duration lasting) implements MachineFault, OneNode {
        @Override
        public Kind kind() {
            return Kind.STARVED_CPU;
        }

        @Override
        public String detail() {
            return "for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, InterruptedException {
            field.starve(node);
            pause.pause(lasting);
        }
    }
}
