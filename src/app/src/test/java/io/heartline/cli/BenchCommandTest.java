package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A bench against a fake node that asks for an API key and for tokens. */
@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class BenchCommandTest {
    private final Vertx vertx = Vertx.vertx();
    /** The sessions by user, and the last seq of each; on the server's event loop. */
    private final Map<String, ServerWebSocket> sessions = new HashMap<>();

    private final Map<String, Integer> seqs = new HashMap<>();
    private HttpServer node;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        node = vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(text -> onFrame(socket, new JsonObject(text))))
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private void onFrame(ServerWebSocket socket, JsonObject frame) {
        if (frame.getString("t").equals("hello")) {
            String token = frame.getString("token");
            if (token == null) {
                socket.close((short) 4500, "token: is missing");
                return;
            }
            String claims =
                    new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            sessions.put(new JsonObject(claims).getString("sub"), socket);
            socket.writeTextMessage("{\"t\":\"welcome\",\"position\":{\"epoch\":\"e\",\"seq\":0}}");
        }
    }

    private void answer(HttpServerRequest request) {
        if (!"Bearer key".equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
        } else if (request.path().equals("/metrics")) {
            request.response().end("process_cpu_time_ns_total 1.0E9\njvm_memory_used_bytes{area=\"heap\"} 1000.0\n");
        } else if (request.path().equals("/v1/push/batch")) {
            request.body().onSuccess(lines -> request.response().end(pushed(lines)));
        } else {
            request.response().end("{\"pending\":0}");
        }
    }

    /** Sends each push of a batch to the session of its user. */
    private Buffer pushed(Buffer lines) {
        Buffer answers = Buffer.buffer();
        lines.toString().lines().map(JsonObject::new).forEach(push -> {
            String user = push.getString("user");
            int seq = seqs.merge(user, 1, Integer::sum);
            sessions.get(user)
                    .writeTextMessage(
                            "{\"t\":\"message\",\"seq\":" + seq + ",\"body\":" + push.getJsonObject("body") + "}");
            answers.appendString("{\"results\":[{\"state\":\"stored\"}]}\n");
        });
        return answers;
    }

    private Ended bench(String... options) {
        String[] all = Stream.concat(
                        Stream.of(
                                "bench",
                                "--url=http://127.0.0.1:" + node.actualPort(),
                                "--sessions=2",
                                "--messages=6",
                                "--batch=3"),
                        Stream.of(options))
                .toArray(String[]::new);
        return Ended.run(Map.of(), all);
    }

    @Test
    void itWorksAgainstNodesWithAuthenticationAndPrintsJson() {
        Ended ended = bench("--api-key=key", "--jwt-secret=0123456789abcdef0123456789abcdef", "--json");

        assertThat(ended.code()).as(ended.err()).isZero();
        JsonObject figures = new JsonObject(ended.out());
        assertThat(figures.getJsonObject("connected").getInteger("sessions")).isEqualTo(2);
        assertThat(figures.getJsonObject("checked").getInteger("received")).isEqualTo(6);
        assertThat(figures.getJsonObject("checked").getInteger("notStored")).isZero();
    }

    @Test
    void itTakesReadyTokensAndPrintsText() throws Exception {
        Path file = folder.resolve("tokens");
        Files.write(file, List.of(token("ada"), "", token("ben")));

        Ended ended = bench("--api-key=key", "--tokens=" + file);

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("checked   6 received, 0 out of order, 0 not stored");
    }

    private static String token(String user) {
        byte[] claims = new JsonObject().put("sub", user).encode().getBytes(StandardCharsets.UTF_8);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims) + ".signature";
    }

    @Test
    void withoutAKeyItSaysWhichIsNeeded() {
        Ended ended = bench("--jwt-secret=0123456789abcdef0123456789abcdef");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("/metrics answered 401", "--api-key", "scopes push and read");
    }

    /** The certificate is not trusted: the connection gets so far as to read it, and no further. */
    @Test
    void overTlsCertificatesAreChecked() throws Exception {
        Path store = folder.resolve("node.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> options =
                List.of("-genkeypair -alias node -keyalg EC -dname CN=localhost -storetype PKCS12 -storepass password"
                        .split(" ", -1));
        List<String> command = new ArrayList<>(List.of(keytool));
        command.addAll(options);
        command.addAll(List.of("-keystore", store.toString()));
        int made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(made).isZero();
        HttpServer tls = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword("password")))
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();

        Ended ended = Ended.run(Map.of(), "bench", "--url=https://localhost:" + tls.actualPort(), "--api-key=key");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).containsAnyOf("certification path", "Failed to create SSL connection");
    }

    @Test
    void tooFewTokensAreAFault() throws Exception {
        Path file = folder.resolve("tokens");
        Files.write(file, List.of(token("ada")));

        Ended ended = bench("--tokens=" + file);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("tokens: ", "has 1 tokens for 2 sessions");
    }
}
