package io.heartline.cli.demo;

import io.heartline.cli.demo.NodeProcess.Launcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the demo: which run, and how they end and begin again. Owned by one event loop; all but {@link #ended} is
 * called there.
 *
 * <pre>
 *   STARTING --says it is ready--> SERVING --kill--> ENDING ----process is gone--> ENDED --start--> STARTING
 *                                  SERVING --drain-> DRAINING --process is gone--> ENDED
 *                                  SERVING --hang--> HUNG --wake--> STARTING, or --kill--> ENDING
 *      any of them --process is gone--> ENDED
 * </pre>
 */
final class Nodes {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);

    private final Context loop;
    private final Launcher launcher;
    private final List<Place> places;
    private final Promise<Void> ended = Promise.promise();
    private boolean stopping;

    enum State {
        STARTING,
        SERVING,
        /** Stopped where it is; its connections are open. */
        HUNG,
        /** Told to leave: it hands over its messages and ends. */
        DRAINING,
        /** Killed, but it may still have its ports. */
        ENDING,
        ENDED
    }

    /** The answer to a request of the page. */
    enum Outcome {
        DONE,
        NO_SUCH_NODE,
        NOT_NOW
    }

    /** A node as it is now; {@code pid} is 0 if no process runs. */
    record View(int number, State state, long pid) {}

    /** The place of a node, running or not. */
    private static final class Place {
        final int number;
        State state = State.ENDED;

        @Nullable
        NodeProcess process;

        Place(int number) {
            this.number = number;
        }

        boolean canBeKilled() {
            return isLiving() || state == State.HUNG || state == State.DRAINING;
        }

        boolean isLiving() {
            return state == State.STARTING || state == State.SERVING;
        }

        View view() {
            return new View(number, state, process == null ? 0 : process.pid());
        }
    }

    Nodes(Context loop, int count, Launcher launcher) {
        this.loop = loop;
        this.launcher = launcher;
        this.places = IntStream.rangeClosed(1, count).mapToObj(Place::new).toList();
    }

    List<View> view() {
        return places.stream().map(Place::view).toList();
    }

    /** Completes when none is left. */
    Future<Void> ended() {
        return ended.future();
    }

    /** Starts all nodes; completes when all are ready, or fails with the first failure. */
    Future<Void> startAll() {
        return Future.all(places.stream().map(this::start).toList()).mapEmpty();
    }

    /** Starts a node that has ended; {@link #view} shows its state until it is {@code SERVING}. */
    Outcome start(int number) {
        if (!exists(number)) {
            return Outcome.NO_SUCH_NODE;
        }
        Place place = places.get(number - 1);
        if (place.state != State.ENDED || stopping) {
            return Outcome.NOT_NOW;
        }
        var unused = start(place);
        return Outcome.DONE;
    }

    /** Kills a running node, except the last one: all stored messages would be lost with it. */
    Outcome kill(int number) {
        if (!exists(number)) {
            return Outcome.NO_SUCH_NODE;
        }
        Place place = places.get(number - 1);
        if (place.process == null || !place.canBeKilled() || !anotherLives(place)) {
            return Outcome.NOT_NOW;
        }
        place.state = State.ENDING;
        place.process.kill();
        return Outcome.DONE;
    }

    /** Stops a serving node where it is, except the last one. */
    Outcome hang(int number) {
        return leaveService(number, State.HUNG, NodeProcess::hang);
    }

    /** Tells a serving node to leave in good order, except the last one. */
    Outcome drain(int number) {
        return leaveService(number, State.DRAINING, NodeProcess::terminate);
    }

    /** Lets a node that hangs go on; it is {@code STARTING} until it is ready again. */
    Outcome wake(int number) {
        if (!exists(number)) {
            return Outcome.NO_SUCH_NODE;
        }
        Place place = places.get(number - 1);
        NodeProcess process = place.process;
        if (place.state != State.HUNG || process == null) {
            return Outcome.NOT_NOW;
        }
        place.state = State.STARTING;
        var unused = apart(() -> {
                    process.wake();
                    process.awaitReady(START_WITHIN);
                    return process;
                })
                .onSuccess(ready -> onReady(place, ready))
                .onFailure(late -> process.kill());
        return Outcome.DONE;
    }

    /** An act that takes a node out of service; may block. */
    @FunctionalInterface
    private interface Act {
        void on(NodeProcess process) throws Exception;
    }

    private Outcome leaveService(int number, State then, Act act) {
        if (!exists(number)) {
            return Outcome.NO_SUCH_NODE;
        }
        Place place = places.get(number - 1);
        NodeProcess process = place.process;
        if (process == null || place.state != State.SERVING || !anotherLives(place)) {
            return Outcome.NOT_NOW;
        }
        place.state = then;
        var unused = apart(() -> {
                    act.on(process);
                    return process;
                })
                .onFailure(failed -> onActFailed(place, process, then));
        return Outcome.DONE;
    }

    private static void onActFailed(Place place, NodeProcess process, State then) {
        if (place.process == process && place.state == then) {
            place.state = State.SERVING;
        }
    }

    /** The last living node is spared: all stored messages would be lost with it. */
    private boolean anotherLives(Place place) {
        return places.stream().anyMatch(other -> other != place && other.isLiving());
    }

    /** Asks all nodes to leave and starts none any more; returns the processes to wait for. */
    List<NodeProcess> stop() {
        stopping = true;
        List<NodeProcess> running = places.stream()
                .map(place -> place.process)
                .filter(Objects::nonNull)
                .toList();
        places.forEach(this::terminate);
        return running;
    }

    private void terminate(Place place) {
        NodeProcess process = place.process;
        if (process != null) {
            process.terminate();
            if (place.state == State.HUNG) {
                // A process that is stopped takes the signal only when it goes on.
                var unused = apart(() -> {
                    process.wake();
                    return process;
                });
            }
        }
    }

    private boolean exists(int number) {
        return number >= 1 && number <= places.size();
    }

    private Future<Void> start(Place place) {
        place.state = State.STARTING;
        return apart(() -> launcher.launch(place.number))
                .onFailure(e -> onEnded(place, null))
                .compose(process -> await(place, process));
    }

    private Future<Void> await(Place place, NodeProcess process) {
        place.process = process;
        var unused = process.ended().thenRun(() -> loop.runOnContext(turn -> onEnded(place, process)));
        if (stopping) {
            process.terminate();
        }
        return apart(() -> {
                    process.awaitReady(START_WITHIN);
                    return process;
                })
                .onSuccess(ready -> onReady(place, ready))
                .onFailure(late -> process.kill())
                .mapEmpty();
    }

    private void onReady(Place place, NodeProcess process) {
        if (place.process == process && place.state == State.STARTING) {
            place.state = State.SERVING;
        }
    }

    private void onEnded(Place place, @Nullable NodeProcess process) {
        if (place.process != process) {
            return; // its end was handled before, and another process may run by now
        }
        place.process = null;
        place.state = State.ENDED;
        if (places.stream().allMatch(each -> each.state == State.ENDED)) {
            ended.tryComplete();
        }
    }

    /** Runs blocking work, such as starting a process or waiting until it is ready, on a worker thread. */
    private <T> Future<T> apart(Callable<T> work) {
        return loop.executeBlocking(work, false);
    }
}
