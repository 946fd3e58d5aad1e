package io.heartline.client.internal;

import io.heartline.client.PositionStore;
import io.heartline.client.SavedPosition;
import io.vertx.core.Future;
import java.util.Optional;

/** Store of the position in memory. Owned by the context of its client. */
public final class MemoryStore implements PositionStore {
    private Optional<SavedPosition> saved = Optional.empty();

    @Override
    public Future<Optional<SavedPosition>> load() {
        return Future.succeededFuture(saved);
    }

    @Override
    public Future<Void> save(SavedPosition position) {
        saved = Optional.of(position);
        return Future.succeededFuture();
    }
}
