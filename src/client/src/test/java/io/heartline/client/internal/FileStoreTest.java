package io.heartline.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.client.Position;
import io.heartline.client.PositionStore;
import io.heartline.client.SavedPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void whatWasNeverSavedIsEmpty() throws Exception {
        assertThat(await(store().load())).isEmpty();
    }

    @Test
    void whatWasSavedLastIsFound() throws Exception {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("b", "e1");
        ids.put("a", "e2");
        SavedPosition position = new SavedPosition("phone", 1763650000123L, new Position("e2", 42), ids, false);

        await(store().save(new SavedPosition("phone", 1, null, Map.of(), false)));
        await(store().save(position));

        SavedPosition found = await(store().load()).orElseThrow();
        assertThat(found).isEqualTo(position);
        assertThat(found.ids().keySet()).containsExactly("b", "a");
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    /**
     * The last position must still be saved then: Vert.x removes its file cache as soon as the process is asked to end.
     */
    @Test
    void aPositionIsSavedWhileTheProcessEnds() throws Exception {
        ((VertxInternal) vertx).fileResolver().close();
        SavedPosition position = new SavedPosition("phone", 1, new Position("e", 7), Map.of(), false);

        await(store().save(position));

        assertThat(await(store().load())).contains(position);
    }

    @Test
    void aPendingResetIsSavedAndAFileWithoutOneIsRead() throws Exception {
        SavedPosition pending = new SavedPosition("phone", 1, new Position("e", 7), Map.of(), true);
        await(store().save(pending));
        assertThat(await(store().load())).contains(pending);
        Files.writeString(
                folder.resolve("position"),
                "{\"device\":\"phone\",\"attempt\":1,\"position\":{\"epoch\":\"e\",\"seq\":7},\"ids\":[[\"a\",\"e\"]]}");

        assertThat(await(store().load()))
                .contains(new SavedPosition("phone", 1, new Position("e", 7), Map.of("a", "e"), false));
    }

    @Test
    void aFileThatIsNoneOfOursFails() throws Exception {
        Files.writeString(folder.resolve("position"), "{\"device\":7}");

        assertThatThrownBy(() -> await(store().load())).isNotNull();
    }

    private PositionStore store() {
        return PositionStore.file(vertx, folder.resolve("position"));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
