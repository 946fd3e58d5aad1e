package io.heartline.api;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        ApiGateway.await(vertx.close());
    }

    /** A body that is remembered until its time is over would stay for an hour here. */
    @Test
    void aBodyWhoseClientHasGoneIsForgottenAtOnce() throws Exception {
        AtomicReference<WeakReference<Future<Buffer>>> body = new AtomicReference<>();
        HttpServer server = ApiGateway.await(vertx.createHttpServer()
                .requestHandler(
                        request -> body.set(new WeakReference<>(BodyReader.read(request, 1_000, Duration.ofHours(1)))))
                .listen(0, "127.0.0.1"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            String part = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\npart";
            socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
            eventually("the body is read", WITHIN, () -> body.get() != null);
            System.gc();
            assertThat(body.get().get()).isNotNull();
        }
        eventually("it is forgotten", WITHIN, () -> {
            System.gc();
            return body.get().get() == null;
        });
    }
}
