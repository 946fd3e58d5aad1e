package io.heartline.delivery;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks other gateways which sessions they hold, and answers for this one. A question is an array of session ids; the answer
 * is the array of those that the gateway does not hold. Owned by the event loop of its gateway.
 */
public final class HeldSessions {
    private final DeliveryContext here;
    private final DeliveryOptions options;
    private boolean closed;
    private @Nullable BusRegistration registration;

    HeldSessions(DeliveryContext here) {
        this.here = here;
        this.options = new DeliveryOptions()
                .setSendTimeout(here.config().window().timeout().toMillis());
    }

    /**
     * Answers for this gateway.
     *
     * @param holds true for a session from before its attach is submitted until after it closed
     */
    public Future<Void> listen(Predicate<String> holds) {
        registration =
                new BusRegistration(here.vertx(), here.self().censusAddress(), message -> answer(message, holds));
        return registration.start();
    }

    Future<Void> close() {
        closed = true;
        return registration == null ? Future.succeededFuture() : registration.stop();
    }

    /** Asks a gateway for those of the sessions that it does not hold; fails if it does not answer. */
    public Future<Set<String>> missing(GatewayId gateway, Collection<String> sessions) {
        if (closed) {
            return Future.failedFuture("this gateway is closed");
        }
        return here.vertx()
                .eventBus()
                .<JsonArray>request(gateway.censusAddress(), new JsonArray(List.copyOf(sessions)), options)
                .map(answer -> answer.body().stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static void answer(Message<Object> message, Predicate<String> holds) {
        if (!(message.body() instanceof JsonArray sessions)) {
            message.fail(400, "a census asks for an array of sessions");
            return;
        }
        JsonArray missing = new JsonArray();
        for (Object session : sessions) {
            if (session instanceof String id && !holds.test(id)) {
                missing.add(id);
            }
        }
        message.reply(missing);
    }
}
