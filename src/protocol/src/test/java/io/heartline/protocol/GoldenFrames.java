package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The rows of the files in {@code golden}. */
final class GoldenFrames {
    static final String CLIENT = "client-frames.json";
    static final String MALFORMED = "malformed-frames.json";
    static final String SERVER = "server-frames.json";

    private GoldenFrames() {}

    static List<JsonObject> in(String file) {
        try (InputStream in = GoldenFrames.class.getResourceAsStream("/golden/" + file)) {
            byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
            return new JsonArray(Buffer.buffer(bytes))
                    .stream().map(JsonObject.class::cast).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes on the wire. */
    static Buffer wire(JsonObject row) {
        String hex = row.getString("hex");
        return hex == null
                ? Buffer.buffer(row.getString("text"))
                : Buffer.buffer(HexFormat.of().parseHex(hex));
    }
}
