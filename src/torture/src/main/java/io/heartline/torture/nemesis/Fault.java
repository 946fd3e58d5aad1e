package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A fault with all its parameters. A node is named by its site.
 *
 * <p>A fault is injected and lasts for its time. {@link Nemesis} undoes it with {@link Field#restore}, also if it failed half way.
 */
public sealed interface Fault permits ProcessFault, NetworkFault, MachineFault, SingleNodeFault {
    FaultKind kind();

    /** The nodes that the fault affects directly. */
    List<String> nodes();

    /** Its parameters, for people. */
    String detail();

    /**
     * Injects the fault, and returns when its time is over.
     *
     * @throws NotWhole if the cluster fails to drain a node or to accept one meanwhile
     */
    void carryOut(Field field, Pause pause) throws IOException, NotWhole, InterruptedException;

    /** A way to wait, which tests replace. */
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** The format of durations in details. */
    static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
