package io.heartline.client;

import io.vertx.core.Future;
import java.util.Optional;

/** Keeps progress as long as it lives. Owned by the context of its client. */
final class MemoryStore implements PositionStore {
    private Optional<Progress> saved = Optional.empty();

    @Override
    public Future<Optional<Progress>> load() {
        return Future.succeededFuture(saved);
    }

    @Override
    public Future<Void> save(Progress progress) {
        saved = Optional.of(progress);
        return Future.succeededFuture();
    }
}
