package io.heartline.session;

import io.heartline.session.transport.TimerWheel;
import io.heartline.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a failed step on the store a bounded number of times, after a pause that doubles and is spread at random.
 * Owned by its gateway's event loop.
 */
public final class Retries {
    /** The number of attempts of one step. */
    static final int TRIES = 6;

    private static final long FIRST_PAUSE_MILLIS = 200;

    private final TimerWheel timers;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Retries(TimerWheel timers, InstantSource clock, RandomGenerator random) {
        this.timers = timers;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Tries until the step succeeds. Fails with the last failure, and earlier if the step is not {@code wanted} any
     * more.
     */
    <R> Future<R> run(Supplier<Future<R>> step, BooleanSupplier wanted) {
        Promise<R> promise = Promise.promise();
        attempt(1, step, wanted, promise);
        return promise.future();
    }

    private <R> void attempt(int nth, Supplier<Future<R>> step, BooleanSupplier wanted, Promise<R> promise) {
        step.get().onComplete(promise::complete, failure -> {
            if (!(failure instanceof StoreException) || nth == TRIES || !wanted.getAsBoolean()) {
                promise.fail(failure);
            } else {
                timers.at(clock.millis() + pause(nth), () -> {
                    if (wanted.getAsBoolean()) {
                        attempt(nth + 1, step, wanted, promise);
                    } else {
                        promise.fail(failure);
                    }
                });
            }
        });
    }

    private long pause(int nth) {
        long most = FIRST_PAUSE_MILLIS << (nth - 1);
        return most / 2 + random.nextLong(most / 2 + 1);
    }
}
