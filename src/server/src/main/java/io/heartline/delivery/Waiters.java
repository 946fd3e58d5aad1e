package io.heartline.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The publishers that wait at this gateway until their message is acknowledged. Bounded. Owned by the gateway's event
 * loop.
 */
final class Waiters implements SettledHandler {
    private record Key(String user, String id) {}

    private final Vertx vertx;
    private final int most;
    private final Map<Key, List<Waiter>> waiting = new HashMap<>();
    private int count;

    Waiters(DeliveryContext here) {
        this.vertx = here.vertx();
        this.most = here.config().maxWaiters();
    }

    int count() {
        return count;
    }

    /** Starts to listen for an acknowledgement of this message; null if too many wait already. */
    @Nullable
    Waiter enter(String user, String id) {
        if (count >= most) {
            return null;
        }
        Waiter waiter = new Waiter(new Key(user, id));
        waiting.computeIfAbsent(waiter.key, key -> new ArrayList<>(1)).add(waiter);
        count++;
        return waiter;
    }

    @Override
    public void onSettled(String user, String id) {
        List<Waiter> told = waiting.get(new Key(user, id));
        if (told != null) {
            List.copyOf(told).forEach(waiter -> waiter.settled.tryComplete(true));
        }
    }

    /** Ends the wait of all publishers whose message is not acknowledged yet. */
    void release() {
        List.copyOf(waiting.values())
                .forEach(all -> List.copyOf(all).forEach(waiter -> waiter.settled.tryComplete(false)));
    }

    /** One publisher that waits. Must {@link #leave} in the end. */
    final class Waiter {
        private final Key key;
        private final Promise<Boolean> settled = Promise.promise();

        private Waiter(Key key) {
            this.key = key;
        }

        /**
         * True as soon as the notice of the acknowledgement arrives, also if it arrived before; false after {@code millis},
         * or if it was
         * released.
         */
        Future<Boolean> settledWithin(long millis) {
            long timer = vertx.setTimer(Math.max(1, millis), fired -> settled.tryComplete(false));
            return settled.future().onComplete(any -> vertx.cancelTimer(timer));
        }

        void leave() {
            List<Waiter> others = waiting.get(key);
            if (others != null && others.remove(this)) {
                count--;
                if (others.isEmpty()) {
                    waiting.remove(key);
                }
            }
        }
    }
}
