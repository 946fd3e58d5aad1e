package io.heartline.delivery;

import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.heartline.user.Settled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Carries hints between gateways, batched; a hint may be lost, the entry is the truth. */
@SuppressWarnings("DoNotCallSuggester")
public final class DeliveryBus {
    public void message(String user, LiveSession to, Position position, @Nullable Buffer frame) {
        throw new UnsupportedOperationException();
    }

    public void transientMessage(String user, LiveSession to, Buffer frame) {
        throw new UnsupportedOperationException();
    }

    public void evict(String user, Eviction eviction) {
        throw new UnsupportedOperationException();
    }

    /** Tells the gateway at {@code waiter} that a message it waits for was acknowledged. */
    public void settled(String waiter, Settled settled) {
        throw new UnsupportedOperationException();
    }

    /** Hands what arrives for this gateway to {@code handler}. */
    public Future<Void> listen(HintHandler handler) {
        throw new UnsupportedOperationException();
    }

    public Future<Void> close() {
        throw new UnsupportedOperationException();
    }
}
