package io.heartline.client.internal;

import io.heartline.client.PositionStore;
import io.heartline.client.SavedPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Store of the position in a file, which each save replaces atomically. Holds nothing itself.
 *
 * <p>Does not use the file system of Vert.x: that one stops when the process is asked to end, and then the last
 * position must still be saved.
 */
public final class FileStore implements PositionStore {
    private final Vertx vertx;
    private final Path file;
    private final Path next;

    public FileStore(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.file = path.toAbsolutePath();
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    @Override
    public Future<Optional<SavedPosition>> load() {
        return vertx.executeBlocking(this::read).map(bytes -> Optional.ofNullable(bytes)
                .map(found -> SavedPosition.fromJson(new JsonObject(Buffer.buffer(found)))));
    }

    private byte @Nullable [] read() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public Future<Void> save(SavedPosition position) {
        byte[] bytes = position.toJson().toBuffer().getBytes();
        return vertx.executeBlocking(() -> {
            Files.write(next, bytes);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return null;
        });
    }
}
