package io.heartline.client;

import io.heartline.client.internal.FileStore;
import io.heartline.client.internal.MemoryStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Storage of the {@link SavedPosition} of one device, with which the next run of the program continues.
 *
 * <p>Guarantees for implementations: calls come from the client's context, one save at a time, and no load while a
 * save is under way. A load must find the last successful save. One store belongs to one device.
 *
 * <p>A failed save is reported to the listener and repeated after a while; meanwhile the client acknowledges nothing
 * that is not saved.
 */
public interface PositionStore {
    /** Returns the last saved position; empty if there is none. */
    Future<Optional<SavedPosition>> load();

    /** Saves a position; succeeds once the next load would find it. */
    Future<Void> save(SavedPosition position);

    /** Store in memory: outlives connections, but not the program. */
    static PositionStore memory() {
        return new MemoryStore();
    }

    /**
     * Store in a file. A save replaces the file atomically: after a crash of the program it has the last save or the
     * one before. After a crash of the machine it may be older; then messages since that save may come again.
     */
    static PositionStore file(Vertx vertx, Path path) {
        return new FileStore(vertx, path);
    }
}
