package io.heartline.client;

import io.heartline.client.internal.ClientSocket;
import io.heartline.client.internal.MovedLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A server that the test controls, with sockets that are lists. */
final class FakeServer implements ClientSocket.Dialer {
    private final MovedLoop loop;
    final List<Line> lines = new ArrayList<>();

    FakeServer(MovedLoop loop) {
        this.loop = loop;
    }

    @Override
    public Future<ClientSocket> dial(String url, ClientSocket.Receiver receiver) {
        Line line = new Line(url, receiver);
        lines.add(line);
        return line.opened.future();
    }

    /** The connection that was dialled last. */
    Line line() {
        return lines.get(lines.size() - 1);
    }

    /** One connection, open or not. */
    final class Line implements ClientSocket {
        final String url;
        final List<JsonObject> heard = new ArrayList<>();
        private final Receiver receiver;
        private final Promise<ClientSocket> opened = Promise.promise();
        boolean full;
        int closes;

        private Line(String url, Receiver receiver) {
            this.url = url;
            this.receiver = receiver;
        }

        Line open() {
            loop.run(() -> opened.complete(this));
            return this;
        }

        void refuse(Throwable failure) {
            loop.run(() -> opened.fail(failure));
        }

        Line say(JsonObject frame) {
            loop.run(() -> receiver.onText(frame.encode()));
            return this;
        }

        Line say(String text) {
            loop.run(() -> receiver.onText(text));
            return this;
        }

        Line welcome(String epoch, long seq, boolean resumed) {
            return say(new JsonObject()
                    .put("t", "welcome")
                    .put("user", "alice")
                    .put("device", "d")
                    .put("session", "s")
                    .put("node", "n")
                    .put("resumed", resumed)
                    .put("position", new JsonObject().put("epoch", epoch).put("seq", seq))
                    .put("heartbeatMillis", 1_000)
                    .put("window", 8)
                    .put("features", new JsonArray()));
        }

        Line message(String epoch, long seq, String id) {
            return say(new JsonObject()
                    .put("t", "message")
                    .put("epoch", epoch)
                    .put("seq", seq)
                    .put("id", id)
                    .put("body", id));
        }

        void closed(int code) {
            loop.run(() -> receiver.onClosed(code, "closed by the server"));
        }

        void control() {
            loop.run(receiver::onHeard);
        }

        JsonObject hello() {
            return heard.get(0);
        }

        List<Long> acks() {
            return heard.stream()
                    .filter(frame -> frame.getString("t").equals("ack"))
                    .map(frame -> frame.getLong("seq"))
                    .toList();
        }

        long count(String kind) {
            return heard.stream()
                    .filter(frame -> frame.getString("t").equals(kind))
                    .count();
        }

        @Override
        public void write(Buffer frame) {
            heard.add(new JsonObject(frame));
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(int code, String reason) {
            closes++;
        }
    }
}
