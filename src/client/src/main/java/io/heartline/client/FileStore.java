package io.heartline.client;

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
 * Keeps progress in a file, which is replaced whole. Holds nothing itself.
 *
 * <p>Not by the file system of Vert.x: that one stops working as soon as the process is told to end, which is just when the
 * last position has to be saved.
 */
final class FileStore implements PositionStore {
    private final Vertx vertx;
    private final Path file;
    private final Path next;

    FileStore(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.file = path.toAbsolutePath();
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    @Override
    public Future<Optional<Progress>> load() {
        return vertx.executeBlocking(this::read).map(bytes -> Optional.ofNullable(bytes)
                .map(found -> Progress.fromJson(new JsonObject(Buffer.buffer(found)))));
    }

    private byte @Nullable [] read() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public Future<Void> save(Progress progress) {
        byte[] bytes = progress.toJson().toBuffer().getBytes();
        return vertx.executeBlocking(() -> {
            Files.write(next, bytes);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return null;
        });
    }
}
