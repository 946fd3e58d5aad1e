package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node that the test controls. It queues the frames of devices for the test, which answers them. */
final class FakeNode {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private final int port;

    FakeNode(Vertx vertx, Handler<HttpServerRequest> http) throws Exception {
        port = vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("heartline.v1"))
                .requestHandler(http)
                .webSocketHandler(socket -> peers.add(new Peer(socket)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .actualPort();
    }

    Site site() {
        return new Site("node-1", "127.0.0.1", port, 1);
    }

    /** The next connection that comes. */
    Peer next() throws InterruptedException {
        Peer peer = peers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("nobody connects");
        }
        return peer;
    }

    /** A device, as its node sees it. */
    static final class Peer {
        private static final JsonObject GONE = new JsonObject().put("t", "gone");

        private final ServerWebSocket socket;
        private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();

        Peer(ServerWebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
            socket.closeHandler(closed -> frames.add(GONE.copy().put("code", (int) socket.closeStatusCode())));
        }

        /** The next frame, which must be of this kind; {@code gone} with its code is the end of the connection. */
        JsonObject expect(String kind) throws InterruptedException {
            JsonObject frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null || !kind.equals(frame.getString("t"))) {
                throw new AssertionError("not " + kind + " but " + frame);
            }
            return frame;
        }

        void welcome(String epoch, long seq, long heartbeatMillis) {
            say(new JsonObject()
                    .put("t", "welcome")
                    .put("session", "s1")
                    .put("node", "n1")
                    .put("resumed", true)
                    .put("position", new JsonObject().put("epoch", epoch).put("seq", seq))
                    .put("pending", 0)
                    .put("heartbeatMillis", heartbeatMillis)
                    .put("ackWithinMillis", 60_000));
        }

        void message(String epoch, long seq) {
            say(new JsonObject()
                    .put("t", "message")
                    .put("epoch", epoch)
                    .put("seq", seq)
                    .put("id", "m" + seq)
                    .put("at", 1)
                    .put("body", seq));
        }

        void say(JsonObject frame) {
            socket.writeTextMessage(frame.encode());
        }

        void close(int code) {
            socket.close((short) code);
        }
    }
}
