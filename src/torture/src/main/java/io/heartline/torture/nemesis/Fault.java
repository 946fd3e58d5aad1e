package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One thing that goes wrong, with all its numbers. Nodes are called by their sites' names.
 *
 * <p>A fault does its harm and holds it for its time. Undoing it is {@link Field#restore}, whatever it was and however far
 * it came: {@link Nemesis} sees to that.
 */
public sealed interface Fault permits ProcessFault, NetworkFault, MachineFault, OneNode {
    Kind kind();

    /** Those that suffer directly. */
    List<String> nodes();

    /** Its numbers, for people. */
    String detail();

    /**
     * Does the harm and holds it.
     *
     * @throws NotWhole where the cluster fails at what it must do in the middle of it: to drain, to take a node back
     */
    void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException;

    /** Time that passes. */
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** As details have it. */
    static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
