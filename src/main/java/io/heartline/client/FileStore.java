package io.heartline.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps progress in a file, which is replaced whole. Holds nothing itself. */
final class FileStore implements PositionStore {
    private static final CopyOptions AT_ONCE =
            new CopyOptions().setReplaceExisting(true).setAtomicMove(true);

    private final Vertx vertx;
    private final String file;
    private final String next;

    FileStore(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.file = path.toAbsolutePath().toString();
        this.next = file + ".next";
    }

    @Override
    public Future<Optional<Progress>> load() {
        return vertx.fileSystem()
                .exists(file)
                .compose(exists -> exists
                        ? vertx.fileSystem()
                                .readFile(file)
                                .map(bytes -> Optional.of(Progress.fromJson(new JsonObject(bytes))))
                        : Future.succeededFuture(Optional.empty()));
    }

    @Override
    public Future<Void> save(Progress progress) {
        return vertx.fileSystem().writeFile(next, progress.toJson().toBuffer()).compose(written -> vertx.fileSystem()
                .move(next, file, AT_ONCE));
    }
}
