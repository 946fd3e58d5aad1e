package io.heartline.session.transport;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import org.jspecify.annotations.Nullable;

/** A request to a SockJS session that records its answer. */
final class FakeSockJsMessage implements Message<Buffer> {
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private final Buffer body;

    @Nullable
    Object answer;

    FakeSockJsMessage(SockJsBus.Kind kind, String body) {
        headers.add("kind", kind.name());
        this.body = Buffer.buffer(body);
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public Buffer body() {
        return body;
    }

    @Override
    public String replyAddress() {
        return "";
    }

    @Override
    public boolean isSend() {
        return true;
    }

    @Override
    public void reply(@Nullable Object message, DeliveryOptions options) {
        if (answer != null) {
            throw new AssertionError("answered twice");
        }
        answer = message;
    }

    @Override
    public <R> Future<Message<R>> replyAndRequest(@Nullable Object message, DeliveryOptions options) {
        throw new UnsupportedOperationException();
    }
}
