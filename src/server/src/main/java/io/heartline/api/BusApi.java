package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

/**
 * Publishing over the event bus (PROTOCOL.md, section 5), for trusted services that have joined the cluster. One per
 * gateway, on its event loop; the bus distributes requests among all of them.
 */
public final class BusApi {
    /** The address of pushes. */
    public static final String ADDRESS = "heartline.push";

    private static final String WHO = "event bus";

    private final OpenRequests requests;
    private final Publisher publisher;
    private final MessageConsumer<Object> consumer;

    private BusApi(Vertx vertx, ApiContext api, long waitingBytes) {
        this.requests = api.requests();
        this.publisher = new Publisher(
                api, PublishRateLimit.NONE, new WaitingPushes(WaitingPushes.MOST, WaitingPushes.MOST, waitingBytes));
        this.consumer = vertx.eventBus().consumer(ADDRESS, this::onMessage);
    }

    /**
     * Registers for pushes; completes once the whole cluster knows.
     *
     * @param waitingBytes the most bytes of bodies that wait for acknowledgements: a message of the bus keeps its body until it
     *     is answered
     */
    public static Future<BusApi> listen(Vertx vertx, ApiContext api, long waitingBytes) {
        BusApi busApi = new BusApi(vertx, api, waitingBytes);
        return busApi.consumer.completion().map(busApi);
    }

    /** Takes no more requests; completes once the whole cluster knows. Earlier requests are still answered. */
    public Future<Void> close() {
        return consumer.unregister();
    }

    private void onMessage(Message<Object> message) {
        Problem busy = publisher.inFlight().refusal();
        if (busy != null) {
            fail(message, busy); // before it is read: the bus never holds a sender back
            return;
        }
        try {
            PushRequest push = PushRequest.read(json(message.body()));
            requests.add(publisher.publish(WHO, push).onSuccess(published -> answer(message, published)));
        } catch (RuntimeException fault) {
            fail(message, ProblemMapper.problemOf(fault));
        }
    }

    private static byte[] json(Object body) {
        if (body instanceof Buffer bytes) {
            return bytes.getBytes();
        }
        if (body instanceof JsonObject object) {
            return object.toBuffer().getBytes();
        }
        throw Problem.of(ErrorCode.BAD_REQUEST, "The message must be a JsonObject, or a Buffer that holds its bytes.")
                .exception();
    }

    private static void answer(Message<Object> message, PushResponse published) {
        Problem problem = published.problem();
        if (problem != null) {
            fail(message, problem);
        } else {
            message.reply(new JsonObject(published.buffer()));
        }
    }

    private static void fail(Message<Object> message, Problem problem) {
        String again = problem.id() == null ? "" : " It can be repeated with the id " + problem.id() + ".";
        message.fail(problem.code().status(), problem.detail() + again);
    }
}
