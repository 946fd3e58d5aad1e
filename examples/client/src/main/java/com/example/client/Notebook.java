package com.example.client;

import io.heartline.client.ClientListener;
import io.heartline.client.ClientOptions;
import io.heartline.client.ClientState;
import io.heartline.client.HeartlineClient;
import io.heartline.client.Message;
import io.heartline.client.PositionStore;
import io.heartline.publisher.Publisher;
import io.heartline.publisher.PublisherOptions;
import io.heartline.publisher.Push;
import io.heartline.publisher.PushOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints the messages of a user, across restarts of this program and of the nodes. Pushes a greeting at the start.
 *
 * <p>Run it against {@code heartline demo}, after {@code mvn -q -DskipTests install} in the root of the repository:
 *
 * <pre>
 * cd examples/client
 * mvn -q compile exec:java -Dexec.args="alice alice.json http://127.0.0.1:8080 http://127.0.0.1:8081"
 * </pre>
 *
 * Ctrl-C ends it; the next run continues at the same position.
 */
public final class Notebook implements ClientListener {

    /** Arguments: the user, the file for the position, the nodes. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        String[] nodes = Arrays.copyOfRange(args, 2, args.length);

        ClientOptions options = new ClientOptions(nodes).user(args[0]).store(PositionStore.file(vertx, Path.of(args[1])));
        HeartlineClient client = HeartlineClient.create(vertx, options, new Notebook());
        client.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> client.stop().await()));

        Publisher publisher = Publisher.http(vertx, new PublisherOptions(nodes));
        publisher
                .push(Push.to(args[0], new JsonObject().put("hello", args[0])))
                .onSuccess(outcome -> System.out.println(
                        outcome instanceof PushOutcome.Answered answered ? "pushed: " + answered.result() : outcome));
    }

    /** Acknowledged when the Future has succeeded; with a database, return the Future of the write. */
    @Override
    public Future<?> onMessage(Message message) {
        System.out.println("message " + message.seq() + ": " + message.json());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> onReset() {
        System.out.println("messages may be missing: reload");
        return Future.succeededFuture();
    }

    @Override
    public void onState(ClientState state) {
        System.out.println(state);
    }
}
