package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import io.heartline.torture.nemesis.FaultPlan.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Injects the faults of a plan into a field, one after the other. Each is undone, also if it failed half way. The next one begins
 * when the cluster is whole and safe again, so that never more nodes are lost at once than one fault affects.
 *
 * <p>{@link #run} blocks. An interrupt ends it; it still undoes the current fault.
 */
public final class Nemesis {
    /** The time limit until a node is ready after its start. On a busy machine a JVM alone needs half of it. */
    static final Duration READY_WITHIN = Duration.ofMinutes(2);
    /** The time limit until the cluster is whole and safe after a fault. */
    static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);

    private final Field field;
    private final Iterable<Step> plan;
    private final Recorder recorder;
    private final Fault.Pause pause;

    /**
     * The end of a run: no fault begins later.
     *
     * @param time since the start of the run, by the recorder's clock
     * @param faults the highest number of faults
     */
    public record Until(Duration time, long faults) {
        public static Until time(Duration time) {
            return new Until(time, Long.MAX_VALUE);
        }

        public static Until faults(long faults) {
            return new Until(Duration.ofDays(365), faults);
        }
    }

    /** @param plan a {@link FaultPlan}, or a finite list of faults */
    public Nemesis(Field field, Iterable<Step> plan, Recorder recorder) {
        this(field, plan, recorder, duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
    }

    Nemesis(Field field, Iterable<Step> plan, Recorder recorder, Fault.Pause pause) {
        this.field = field;
        this.plan = plan;
        this.recorder = recorder;
        this.pause = pause;
    }

    /**
     * Injects one fault after the other, and leaves the cluster whole.
     *
     * @return the number of faults
     * @throws NotWhole a finding: a node did not drain, or the cluster did not recover in time; the message contains the answers of
     *     the nodes
     * @throws IOException if a fault could not be injected or undone; this says nothing about the cluster
     */
    public long run(Until until) throws IOException, NotWhole, InterruptedException {
        long end = recorder.now() + until.time.toMillis();
        Iterator<Step> steps = plan.iterator();
        long number = 0;
        while (number < until.faults && recorder.now() < end && steps.hasNext()) {
            Step step = steps.next();
            pause.pause(step.quiet());
            if (recorder.now() < end) {
                number++;
                carryOut(number, step.fault());
            }
        }
        return number;
    }

    private void carryOut(long number, Fault fault) throws IOException, NotWhole, InterruptedException {
        recorder.record(
                new Event.FaultBegun(recorder.now(), number, fault.kind().label(), fault.nodes(), fault.detail()));
        Throwable failure = null;
        try {
            fault.carryOut(field, pause);
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            undo(failure);
            recorder.record(new Event.FaultEnded(recorder.now(), number));
        }
        field.awaitWhole(WHOLE_WITHIN);
    }

    /** If both the fault and the repair fail, the exception of the fault is thrown, and the other is suppressed. */
    private void undo(@Nullable Throwable failure) throws IOException, NotWhole, InterruptedException {
        boolean interrupted = Thread.interrupted(); // an interrupt ends the run, not the repair
        try {
            field.restore();
        } catch (IOException | NotWhole | InterruptedException | RuntimeException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
