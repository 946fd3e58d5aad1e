package io.heartline.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a device keeps its {@link Progress}, so that the next run of the program goes on where this one was.
 *
 * <p>Guarantees to whoever implements it: calls come from the client's context, one save at a time, and no load while a
 * save is under way. What was saved successfully must be what the next load finds. One store belongs to one device.
 *
 * <p>What a failed save means: the client tells the listener and saves again after a while; meanwhile it acknowledges
 * nothing that is not saved.
 */
public interface PositionStore {
    /** What was saved last; empty where nothing ever was. */
    Future<Optional<Progress>> load();

    Future<Void> save(Progress progress);

    /** As long as this object lives: over reconnections, not over restarts. */
    static PositionStore memory() {
        return new MemoryStore();
    }

    /**
     * In a file of its own. A save replaces the file at once and whole, so what is found after a crash of the program is
     * the last save or the one before. After a crash of the machine it may be older; then what came since may come again.
     */
    static PositionStore file(Vertx vertx, Path path) {
        return new FileStore(vertx, path);
    }
}
