package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Back-pressure of a batch, with a request and a response whose state the test controls. */
class PushBatchPressureTest {
    private static final int IN_FLIGHT = 3;
    private static final String LINE = "{\"user\":\"a\",\"body\":1}\n";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Map<String, Handler<Object>> handlers = new HashMap<>();
    private final List<Promise<PushResponse>> pushes = new ArrayList<>();
    private final List<Buffer> written = new ArrayList<>();
    private boolean paused;
    private boolean full;
    private boolean ended;

    @BeforeEach
    void start() {
        ApiConfig config = new ApiConfig(65_536, IN_FLIGHT, 0, 1_000, List.of());
        HttpServerResponse response = fake(HttpServerResponse.class, this::onResponse);
        HttpServerRequest request = fake(
                HttpServerRequest.class,
                (name, argument) -> name.equals("response") ? response : onRequest(name, argument));
        turn(() -> new PushBatch(request, config, () -> IN_FLIGHT, this::push).start());
    }

    @AfterEach
    void stop() {
        ApiGateway.await(vertx.close());
    }

    private interface Call {
        Object of(String name, Object argument);
    }

    /** Answers itself by default, as fluent methods do. */
    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object answer = call.of(method.getName(), arguments == null ? null : arguments[0]);
                    return answer == null && isFluent(method) ? self : answer;
                }));
    }

    private static boolean isFluent(Method method) {
        return method.getReturnType().isInterface();
    }

    private Object onRequest(String name, Object argument) {
        switch (name) {
            case "pause" -> paused = true;
            case "resume" -> paused = false;
            case "handler", "endHandler" -> remember(name, argument);
            default -> {}
        }
        return null;
    }

    private Object onResponse(String name, Object argument) {
        return switch (name) {
            case "writeQueueFull" -> full;
            case "ended" -> ended;
            case "write" -> {
                written.add((Buffer) argument);
                yield Future.succeededFuture();
            }
            case "end" -> {
                ended = true;
                yield Future.succeededFuture();
            }
            case "drainHandler" -> {
                remember(name, argument);
                yield null;
            }
            default -> null;
        };
    }

    @SuppressWarnings("unchecked")
    private void remember(String name, Object handler) {
        handlers.put(name, (Handler<Object>) handler);
    }

    private Future<PushResponse> push(PushRequest request) {
        Promise<PushResponse> promise = Promise.promise();
        pushes.add(promise);
        return promise.future().map(published -> new PushResponse("m", request, List.of(ApiGateway.STORED), null));
    }

    /** Runs on the event loop and waits until what it put off is done too. */
    private void turn(Runnable act) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(now -> {
            act.run();
            loop.runOnContext(later -> done.complete());
        });
        ApiGateway.await(done.future());
    }

    private void send(int lines) {
        turn(() -> handlers.get("handler").handle(Buffer.buffer(LINE.repeat(lines))));
    }

    private void answer(int... which) {
        turn(() -> {
            for (int index : which) {
                pushes.get(index).complete();
            }
        });
    }

    @Test
    void aRequestIsPausedWhileEnoughIsUnderWay() {
        send(IN_FLIGHT + 2);

        assertThat(pushes).hasSize(IN_FLIGHT);
        assertThat(paused).isTrue();
    }

    @Test
    void itGoesOnWhereTheFirstIsAnswered() {
        send(IN_FLIGHT + 1);
        answer(0);

        assertThat(pushes).hasSize(IN_FLIGHT + 1);
        answer(1);
        assertThat(paused).isFalse();
    }

    @Test
    void itStaysPausedWhereOnlyLaterOnesAreAnswered() {
        send(IN_FLIGHT + 1);
        answer(1, 2);

        assertThat(pushes).hasSize(IN_FLIGHT);
        assertThat(written).isEmpty();
        assertThat(paused).isTrue();
    }

    @Test
    void answersOfOneTurnLeaveTogether() {
        send(3);
        answer(2, 0, 1);

        assertThat(written).hasSize(1);
        assertThat(written.get(0).toString().lines()).hasSize(3);
    }

    @Test
    void aRequestIsPausedWhileItsAnswersAreNotTaken() {
        full = true;
        send(1);

        assertThat(pushes).isEmpty();
        assertThat(paused).isTrue();
    }

    @Test
    void itGoesOnOnceItsAnswersAreTaken() {
        full = true;
        send(1);
        full = false;
        turn(() -> handlers.get("drainHandler").handle(null));

        assertThat(pushes).hasSize(1);
        assertThat(paused).isFalse();
    }

    @Test
    void aBatchEndsAfterItsLastAnswer() {
        send(1);
        turn(() -> handlers.get("endHandler").handle(null));
        assertThat(ended).isFalse();

        answer(0);

        assertThat(ended).isTrue();
    }
}
