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
 * Carries a plan out on a field, one fault after the other. Each is undone, even where it failed half way, and the next
 * one begins only when the cluster is whole and safe again: so never more nodes are lost at once than the fault says.
 *
 * <p>{@link #run} blocks; another thread ends it by interrupting it, and it still leaves the field as it ought to be.
 */
public final class Nemesis {
    /** How long a node may take to be ready after its start: on a busy machine a JVM alone takes half of it. */
    static final Duration READY_WITHIN = Duration.ofMinutes(2);
    /** How long the cluster may take to be whole and safe after a fault. */
    static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);

    private final Field field;
    private final Iterable<Step> plan;
    private final Recorder recorder;
    private final Fault.Pause pause;

    /**
     * When to stop: no fault begins any more.
     *
     * @param time since the run of the nemesis began, by the recorder's clock
     * @param faults how many at most
     */
    public record Until(Duration time, long faults) {
        public static Until time(Duration time) {
            return new Until(time, Long.MAX_VALUE);
        }

        public static Until faults(long faults) {
            return new Until(Duration.ofDays(365), faults);
        }
    }

    /** @param plan a {@link FaultPlan}, or faults of one's own choice; it may end */
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
     * Carries out one fault after the other, and leaves the field whole.
     *
     * @return how many there were
     * @throws NotWhole a finding: a node did not drain, or the cluster was not whole again in time; the message has what
     *     each node said
     * @throws IOException the harm could not be done, or not be undone: the run says nothing about the cluster
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

    /** Where the fault has failed, that is what is told; that it could not be undone either goes with it. */
    private void undo(@Nullable Throwable failure) throws IOException, NotWhole, InterruptedException {
        boolean interrupted = Thread.interrupted(); // it ends the run, not the repair
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
