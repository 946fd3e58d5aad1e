import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Uses the libraries as a node does when it starts, and ends. The classes that the JVM loads meanwhile are written to the
 * image's class archive. It uses none of Heartline's classes, so that the archive stays the same when they change, and few
 * of Hazelcast's, which would double the size of the archive.
 */
final class Warmup {
    private Warmup() {}

    public static void main(String[] args) {
        try {
            useAll();
            LoggerFactory.getLogger(Warmup.class).info("The libraries have been used once");
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void useAll() throws Exception {
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.get("/").handler(context -> context.end("warm"));
        HttpServer server = get(vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
        ask(server.actualPort(), "GET / HTTP/1.1\r\nHost: warm\r\nConnection: close\r\n\r\n");
        get(vertx.close());
    }

    private static void ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException("the server answered: " + answer);
            }
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
