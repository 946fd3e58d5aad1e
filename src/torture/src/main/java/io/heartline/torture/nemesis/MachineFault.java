package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;

/** Faults of the machine of a node. */
public sealed interface MachineFault extends Fault {
    /** A node's wall clock jumps, and jumps back. */
    record ClockJump(String node, Duration ahead, Duration lasting) implements MachineFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.CLOCK_JUMP;
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

    /** A node is restarted with its log on a full disk, and serves for a while. */
    record FullLogDisk(String node, Duration lasting) implements MachineFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.FULL_LOG_DISK;
        }

        @Override
        public String detail() {
            return "restarted with its log on a full disk, for " + Fault.seconds(lasting);
        }

        @Override
        public void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException {
            field.terminate(node);
            field.startWithFullDisk(node);
            field.awaitReady(node, Nemesis.READY_WITHIN);
            field.awaitWhole(Nemesis.WHOLE_WITHIN); // it is ended again afterwards
            pause.pause(lasting);
        }
    }

    /** A node gets a processor for a fifth of the time, in slices. */
    record StarvedCpu(String node, Duration lasting) implements MachineFault, SingleNodeFault {
        @Override
        public FaultKind kind() {
            return FaultKind.STARVED_CPU;
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
