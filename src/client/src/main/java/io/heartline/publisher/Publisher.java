package io.heartline.publisher;

import io.heartline.client.internal.ContextLoop;
import io.heartline.publisher.internal.BatchRun;
import io.heartline.publisher.internal.BusRoute;
import io.heartline.publisher.internal.EncodedPush;
import io.heartline.publisher.internal.HttpRoute;
import io.heartline.publisher.internal.PublisherContext;
import io.heartline.publisher.internal.PublisherSettings;
import io.heartline.publisher.internal.PushRun;
import io.heartline.publisher.internal.Route;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publisher of messages to users.
 *
 * <p>Guarantees:
 * <ul>
 *   <li>Once: every push has an id before its first try, and is repeated with the same id; therefore it is stored once.
 *       It is repeated after 429 and 503 (not before the server's Retry-After), 504, timeouts and lost connections,
 *       until the deadline; never after 400, 401, 403, 413 or 507.
 *   <li>Outcomes are values: {@link PushOutcome.Refused} says that nothing is stored, {@link PushOutcome.Unknown} that
 *       the outcome is not known. A Future fails only if the program has a bug.
 *   <li>Threading: it lives on one Vert.x context, the caller's or a new one. Every method may be called from any
 *       thread; Futures complete, and consumers are called, on that context.
 *   <li>Order: two pushes keep their order if the second is pushed after the first has its outcome; the lines of a
 *       batch always do.
 *   <li>Bounds: at most {@code mostAtOnce} pushes are in progress; one more is refused with BUSY.
 * </ul>
 *
 * <pre>{@code
 * Publisher publisher = Publisher.http(vertx, new PublisherOptions("http://10.0.0.1:8080", "http://10.0.0.2:8080"));
 * publisher.push(Push.to("alice", new JsonObject().put("text", "hello")).id("order-17")).onSuccess(outcome -> {
 *     if (outcome instanceof PushOutcome.Answered answered && answered.result() instanceof UserResult.Stored stored) {
 *         ...
 *     }
 * });
 * }</pre>
 */
public final class Publisher {
    private final PublisherContext context;
    private final Route route;
    /** Route of batches; null on the event bus, on which each line is a push of its own. */
    private final @Nullable HttpRoute http;

    private int inProgress;

    Publisher(PublisherContext context, Route route) {
        this.context = context;
        this.route = route;
        this.http = route instanceof HttpRoute overHttp ? overHttp : null;
    }

    /** Creates a publisher over HTTP, to the nodes that the options name. */
    public static Publisher http(Vertx vertx, PublisherOptions options) {
        PublisherSettings settings = options.settings();
        return new Publisher(context(vertx, settings), new HttpRoute(vertx, settings));
    }

    /** Creates a publisher over the event bus of a Vert.x that has joined the cluster; urls and API key are ignored. */
    public static Publisher bus(Vertx clustered, PublisherOptions options) {
        return new Publisher(context(clustered, options.settings()), new BusRoute(clustered));
    }

    private static PublisherContext context(Vertx vertx, PublisherSettings settings) {
        return new PublisherContext(new ContextLoop(vertx.getOrCreateContext()), new SecureRandom(), settings);
    }

    /** Pushes, and repeats until there is an outcome or the deadline has passed. */
    public Future<PushOutcome> push(Push push) {
        return push(push.encoded(context::newId));
    }

    private Future<PushOutcome> push(EncodedPush push) {
        Promise<PushOutcome> outcome = Promise.promise();
        context.loop().run(() -> {
            if (inProgress >= context.settings().mostAtOnce) {
                outcome.complete(
                        new PushOutcome.Refused(push.id(), "BUSY", inProgress + " pushes are in progress already"));
                return;
            }
            inProgress++;
            new PushRun(context, route, push).start().onSuccess(done -> {
                inProgress--;
                outcome.complete(done);
            });
        });
        return outcome.future();
    }

    /**
     * Pushes many lines, as fast as the server accepts them, and reports the outcome of each in their order.
     *
     * <p>Over HTTP it is one stream; if the connection is lost, the lines that have no answer are sent again with the
     * same ids, and no others. At most {@code mostAtOnce} lines are read ahead of their outcomes. A line that was
     * refused does not stop the others. Over the event bus, each push follows the outcome of the one before.
     *
     * @param source read on the publisher's context, only as far as there is room; must not block
     * @param outcomes gets the outcome of each line, in order; must not block
     */
    public Future<BatchOutcome> batch(Iterator<Push> source, Consumer<PushOutcome> outcomes) {
        Promise<BatchOutcome> done = Promise.promise();
        context.loop().run(() -> {
            if (http != null) {
                new BatchRun(context, http, new Encoded(source), outcomes)
                        .start()
                        .onComplete(done);
            } else {
                oneByOne(new Encoded(source), outcomes, 0, done);
            }
        });
        return done.future();
    }

    private void oneByOne(
            Iterator<EncodedPush> source, Consumer<PushOutcome> outcomes, long lines, Promise<BatchOutcome> done) {
        try {
            if (!source.hasNext()) {
                done.complete(new BatchOutcome.Complete(lines));
                return;
            }
            push(source.next()).onSuccess(outcome -> context.loop().run(() -> {
                outcomes.accept(outcome);
                oneByOne(source, outcomes, lines + 1, done);
            }));
        } catch (RuntimeException wrong) {
            done.fail(wrong);
        }
    }

    /** Closes the connections; pushes in progress end without an answer. */
    public Future<Void> close() {
        return http == null ? Future.succeededFuture() : http.close();
    }

    /** Encodes each push as it is read. */
    private final class Encoded implements Iterator<EncodedPush> {
        private final Iterator<Push> source;

        Encoded(Iterator<Push> source) {
            this.source = source;
        }

        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public EncodedPush next() {
            return source.next().encoded(context::newId);
        }
    }
}
