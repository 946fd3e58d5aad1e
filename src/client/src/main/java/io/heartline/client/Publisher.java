package io.heartline.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pushes to users, and learns what became of it.
 *
 * <p>Guarantees:
 * <ul>
 *   <li>Once: every push has an id before its first try, and is repeated with the same one; so it is stored once, whatever
 *       happens on the way. It is repeated after 429 and 503 (not before the server's Retry-After), 504, time-outs and lost
 *       connections, until the deadline; never after 400, 401, 403, 413 or 507.
 *   <li>Outcomes are values: {@link PushOutcome.Refused} says that nothing is stored, {@link PushOutcome.Unknown} that
 *       nobody can say. A Future fails only where the program is wrong.
 *   <li>Threading: it lives on one Vert.x context, the caller's or a new one. Every method may be called from any thread;
 *       Futures complete, and consumers are called, on that context.
 *   <li>Order: two pushes keep theirs where the second is pushed after the first has its outcome; the lines of a batch do.
 *   <li>Bounds: at most {@code mostAtOnce} pushes are under way; one more is refused with BUSY.
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
    private final PublisherSite site;
    private final Route route;
    /** For batches; null on the event bus, where they go push by push. */
    private final @Nullable HttpRoute http;

    private int underWay;

    Publisher(PublisherSite site, Route route) {
        this.site = site;
        this.route = route;
        this.http = route instanceof HttpRoute overHttp ? overHttp : null;
    }

    /** Over HTTP, to the nodes that the options name. */
    public static Publisher http(Vertx vertx, PublisherOptions options) {
        PublisherOptions chosen = options.copy();
        return new Publisher(site(vertx, chosen), new HttpRoute(vertx, chosen));
    }

    /** Over the event bus of a Vert.x that has joined the cluster; urls and API key do not count. */
    public static Publisher bus(Vertx clustered, PublisherOptions options) {
        return new Publisher(site(clustered, options.copy()), new BusRoute(clustered));
    }

    private static PublisherSite site(Vertx vertx, PublisherOptions options) {
        return new PublisherSite(new ContextLoop(vertx.getOrCreateContext()), new SecureRandom(), options);
    }

    /** Pushes, until there is an outcome or the deadline has passed. */
    public Future<PushOutcome> push(Push push) {
        Push named = named(push);
        String id = String.valueOf(named.id());
        Promise<PushOutcome> outcome = Promise.promise();
        site.loop().run(() -> {
            if (underWay >= site.options().mostAtOnce) {
                outcome.complete(new PushOutcome.Refused(id, "BUSY", underWay + " pushes are under way already"));
                return;
            }
            underWay++;
            new PushRun(site, route, named, id).start().onSuccess(done -> {
                underWay--;
                outcome.complete(done);
            });
        });
        return outcome.future();
    }

    /**
     * Pushes line after line, as fast as the server takes them, and tells the outcome of each in their order.
     *
     * <p>Over HTTP it is one stream; where the connection is lost, the lines that have no answer are sent again with the same
     * ids, and no others. At most {@code mostAtOnce} lines are read ahead of their outcomes. A line that was refused does
     * not stop the others. Over the event bus, each push follows the outcome of the one before.
     *
     * @param source read on the publisher's context, only as far as there is room; must not block
     * @param outcomes gets the outcome of each line, in order; must not block
     */
    public Future<BatchOutcome> batch(Iterator<Push> source, Consumer<PushOutcome> outcomes) {
        Promise<BatchOutcome> done = Promise.promise();
        site.loop().run(() -> {
            if (http != null) {
                new BatchRun(site, http, new Named(source), outcomes).start().onComplete(done);
            } else {
                oneByOne(new Named(source), outcomes, 0, done);
            }
        });
        return done.future();
    }

    private void oneByOne(
            Iterator<Push> source, Consumer<PushOutcome> outcomes, long lines, Promise<BatchOutcome> done) {
        try {
            if (!source.hasNext()) {
                done.complete(new BatchOutcome.Complete(lines));
                return;
            }
            push(source.next()).onSuccess(outcome -> site.loop().run(() -> {
                outcomes.accept(outcome);
                oneByOne(source, outcomes, lines + 1, done);
            }));
        } catch (RuntimeException wrong) {
            done.fail(wrong);
        }
    }

    /** Lets go of the connections; what is under way ends without an answer. */
    public Future<Void> close() {
        return http == null ? Future.succeededFuture() : http.close();
    }

    private Push named(Push push) {
        return push.id() == null ? push.id(site.newId()) : push;
    }

    /** Gives each push an id as it is read. */
    private final class Named implements Iterator<Push> {
        private final Iterator<Push> source;

        Named(Iterator<Push> source) {
            this.source = source;
        }

        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public Push next() {
            return named(source.next());
        }
    }
}
