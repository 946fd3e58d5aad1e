package io.heartline.store;

import io.heartline.user.UserCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Calls a store from its event loop, and waits for answers on the test's thread. */
final class Caller {
    private final Context context;
    private final UserStore store;

    Caller(Context context, Function<Context, UserStore> store) {
        this.context = context;
        this.store = store.apply(context);
    }

    Context context() {
        return context;
    }

    /** Submits without waiting; in the order of the calls. */
    <R> Future<R> submit(String user, UserCommand<R> command) {
        Promise<R> answer = Promise.promise();
        context.runOnContext(turn -> store.submit(user, command).onComplete(answer));
        return answer.future();
    }

    /** The context on which the store answers. */
    Context contextOfAnswer(String user, UserCommand<?> command) {
        Promise<Context> where = Promise.promise();
        context.runOnContext(
                turn -> store.submit(user, command).onComplete(answer -> where.complete(Vertx.currentContext())));
        return answer(where.future());
    }

    <R> R ask(String user, UserCommand<R> command) {
        return answer(submit(user, command));
    }

    static <R> R answer(Future<R> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("no answer", failure);
        }
    }

    /** Waits for the outcome of a command, or for the exception with which it failed. */
    static Object outcome(Future<?> future) {
        TestCluster.awaitUntil(future::isComplete);
        return future.succeeded() ? future.result() : future.cause();
    }

    /** Waits until the command has failed; returns the failure. */
    static StoreException failure(Future<?> future) {
        TestCluster.awaitUntil(future::isComplete);
        if (future.succeeded()) {
            throw new AssertionError("it was answered: " + future.result());
        }
        return (StoreException) future.cause();
    }
}
