package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpsFetcherTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aTextIsRead() {
        serve(200, 1_000, 1_000);

        assertThat(fetch(Duration.ofSeconds(20)).join()).hasSize(1_000);
    }

    @Test
    void aLongTextIsGivenUp() {
        serve(200, 0, 300 << 10);

        assertThatThrownBy(fetch(Duration.ofSeconds(20))::join).hasMessageContaining("more than 262144 bytes");
    }

    @Test
    void anAnswerWithAnotherStatusIsNone() {
        serve(302, 0, 10);

        assertThatThrownBy(fetch(Duration.ofSeconds(20))::join).hasMessageContaining("status 302");
    }

    @Test
    void aTextThatDoesNotEndIsGivenUp() {
        serve(200, 1_000, 10);

        assertThatThrownBy(fetch(Duration.ofMillis(200))::join).isInstanceOf(RuntimeException.class);
    }

    private CompletableFuture<String> fetch(Duration within) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        return new HttpsFetcher(HttpClient.newBuilder(), within).apply(address);
    }

    /** Sends so many bytes, and ends the answer only if that is the announced length; 0 announces none. */
    private void serve(int status, int announced, int sent) {
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(status, announced);
            exchange.getResponseBody().write("x".repeat(sent).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            if (announced != 0 && sent < announced) {
                await();
            }
            exchange.close();
        });
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
