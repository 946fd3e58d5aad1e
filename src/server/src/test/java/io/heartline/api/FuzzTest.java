package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fuzz test: any request is answered with a result, or with a problem that names the fault. */
class FuzzTest {
    private static final Duration FOR = Duration.ofSeconds(2);
    private static final List<String> SEEDS = List.of(
            "{\"user\":\"alice\",\"body\":{\"a\":[1,2.5e3,null,true,\"\\u00e9\\n\"]},\"id\":\"order-17\"}",
            "{\"users\":[\"alice\",\"b\\\"ob\",\"é😀\"],\"body\":\"text\",\"mode\":\"transient\",\"ttlMillis\":1000}",
            "{\"user\":\"alice\",\"body\":null,\"wait\":\"acked\",\"waitMillis\":0,\"receipt\":true}");
    private static final String[] BITS = {
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1e999",
        "-",
        "\\u0000",
        "\\ud800",
        "\"user\":",
        "\0",
        "\n",
        "\ufeff",
        "99999999999999999999",
        "\"body\":1,",
        "é",
        "[[[[[[[[",
        "'"
    };

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private byte[] next() {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    /** Replaces a piece of any length, nothing included, by another. */
    private byte[] mutated(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(6));
        byte[] piece = random.nextBoolean()
                ? BITS[random.nextInt(BITS.length)].getBytes(StandardCharsets.UTF_8)
                : new byte[] {(byte) random.nextInt(256)};
        byte[] mutated = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, mutated, 0, from);
        System.arraycopy(piece, 0, mutated, from, piece.length);
        System.arraycopy(bytes, to, mutated, from + piece.length, bytes.length - to);
        return mutated;
    }

    private String described(byte[] input) {
        return "seed " + seed + ", input " + new String(input, StandardCharsets.ISO_8859_1);
    }

    @Test
    void theReaderTakesOrRefusesButNeverBreaks() {
        int taken = 0;
        for (Instant end = Instant.now().plus(FOR); Instant.now().isBefore(end); ) {
            byte[] input = next();
            try {
                PushRequest.read(input);
                taken++;
            } catch (ProblemException refused) {
                assertThat(refused.problem().code().status())
                        .as(described(input))
                        .isBetween(400, 413);
            } catch (RuntimeException broken) {
                throw new AssertionError(described(input), broken);
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void everyPushIsAnsweredOrRefused() {
        try (ApiGateway gateway = ApiGateway.start()) {
            for (Instant end = Instant.now().plus(FOR); Instant.now().isBefore(end); ) {
                byte[] input = next();
                assertAnswered(
                        gateway.post("/v1/push", "application/json", BodyPublishers.ofByteArray(input)),
                        described(input));
            }
        }
    }

    @Test
    void everyLineOfABatchIsAnswered() {
        try (ApiGateway gateway = ApiGateway.start()) {
            for (Instant end = Instant.now().plus(FOR); Instant.now().isBefore(end); ) {
                byte[] line = new String(next(), StandardCharsets.ISO_8859_1)
                        .replace('\n', ' ')
                        .concat(".\n")
                        .repeat(3)
                        .getBytes(StandardCharsets.ISO_8859_1);

                HttpResponse<String> answer =
                        gateway.post("/v1/push/batch", "application/x-ndjson", BodyPublishers.ofByteArray(line));

                assertThat(answer.statusCode()).as(described(line)).isEqualTo(200);
                assertThat(answer.body().lines().filter(text -> text.contains("\"BAD_REQUEST\"")))
                        .as(described(line))
                        .hasSize(3);
            }
        }
    }

    @Test
    void everyPathIsAnsweredOrRefused() {
        String[] parts = {
            "/",
            "v1",
            "users",
            "%2F",
            "%",
            "alice",
            "messages",
            "devices",
            "..",
            ".",
            "%2e",
            "%C3%A9",
            "%ff",
            "+",
            "%25",
            ";",
            "sessions",
            "a",
            "//",
            "?",
            "&",
            "=",
            "%00"
        };
        try (ApiGateway gateway = ApiGateway.start()) {
            for (Instant end = Instant.now().plus(FOR); Instant.now().isBefore(end); ) {
                StringBuilder path = new StringBuilder(random.nextBoolean() ? "/v1/users/" : "/");
                for (int i = random.nextInt(8); i > 0; i--) {
                    path.append(parts[random.nextInt(parts.length)]);
                }
                HttpRequest.Builder request = request(gateway, path.toString());
                if (request != null) {
                    String method = List.of("GET", "DELETE", "HEAD", "PATCH").get(random.nextInt(4));
                    HttpResponse<String> answer = gateway.send(request.method(method, BodyPublishers.noBody()));
                    if (!method.equals("HEAD")) {
                        assertAnswered(answer, "seed " + seed + ", path " + path);
                    }
                }
            }
        }
    }

    /** Null if the client refuses to ask for such a path. */
    private static HttpRequest.Builder request(ApiGateway gateway, String path) {
        try {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                    .timeout(Duration.ofSeconds(20));
        } catch (IllegalArgumentException noUri) {
            return null;
        }
    }

    private static void assertAnswered(HttpResponse<String> answer, String input) {
        assertThat(answer.statusCode()).as(input).isBetween(200, 499);
        if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("Content-Type")).as(input).contains("application/problem+json");
            assertThat(ApiGateway.json(answer).getInteger("status")).as(input).isEqualTo(answer.statusCode());
        }
    }
}
