package io.heartline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.client.ClientState.Online;
import io.heartline.client.ClientState.Waiting;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong arguments of the application: they are refused at once, and never end a client that is online. */
class ArgumentsTest {
    private record Send(String to, Object body) {}

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "host/v1/connect",
                "/v1/connect",
                "ftp://host",
                "ws://",
                "ws://host:99999",
                "ws://a host",
                "ws://host/v1/connect#x",
                "ws://host/v1/connect#"
            })
    void anAddressThatCanNotBeOneIsRefused(String url) {
        assertThatThrownBy(() -> new ClientOptions(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRefusalSaysWhatIsWrong() {
        assertThatThrownBy(() -> new ClientOptions("ws://host/v1/connect#x"))
                .hasMessage("url must have no fragment, that is, nothing from # on: ws://host/v1/connect#x");
    }

    @ParameterizedTest
    @CsvSource({
        "ws://host, ws://host/v1/connect",
        "https://host/, wss://host/v1/connect",
        "http://host:8080/push/v1/connect?x=1, ws://host:8080/push/v1/connect?x=1",
        "ws://host?x=1, ws://host/v1/connect?x=1",
        "ws://[::1]:8080, ws://[::1]:8080/v1/connect",
    })
    void anAddressWithoutAPathGetsOne(String url, String dialled) {
        Scene scene = new Scene(new ClientOptions(url).user("alice"));
        scene.client.start();

        assertThat(scene.server.line().url).isEqualTo(dialled);
    }

    static Stream<Send> wrongRequests() {
        Map<String, Object> round = new HashMap<>();
        round.put("round", round);
        return Stream.of(
                new Send(null, 1),
                new Send("", 1),
                new Send("\ud800", 1),
                new Send("orders", new Object()),
                new Send("orders", round),
                new Send("orders", Buffer.buffer("{")),
                new Send("orders", Buffer.buffer("1 2")),
                new Send("orders", Buffer.buffer("[".repeat(512) + "]".repeat(512))));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongRequestIsNotSentAndTheClientStaysOnline(Send send) {
        Scene scene = Scene.online();

        Future<Buffer> answer = scene.client.send(send.to, send.body);

        assertThat(answer.cause()).isInstanceOf(IllegalArgumentException.class);
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        assertThat(scene.server.line().count("send")).isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(ints = 7)
    void aBodyMayBeAbsentOrAnyJson(Object body) {
        Scene scene = Scene.online();
        scene.client.send("orders", body);
        scene.client.send("orders", Buffer.buffer("[".repeat(511) + "]".repeat(511)));

        assertThat(scene.server.line().count("send")).isEqualTo(2);
    }

    @Test
    void aHandlerThatEndsInAnErrorIsCalledAgain() {
        Scene scene = new Scene();
        int[] calls = {0};
        scene.onHandled = () -> {
            if (++calls[0] == 1) {
                throw new AssertionError("not a RuntimeException");
            }
        };
        scene.start("e1", 0);
        scene.server.line().message("e1", 1, "a");
        scene.loop.pass(500);
        scene.loop.pass(20);

        assertThat(calls[0]).isEqualTo(2);
        assertThat(scene.server.line().acks()).containsExactly(1L);
    }

    @Test
    void aStateListenerThatEndsInAnErrorIsReported() {
        Scene scene = new Scene();
        scene.onStateChanged = state -> {
            throw new NoClassDefFoundError("of the application");
        };
        scene.start("e1", 0);
        scene.server.line().closed(1006);

        assertThat(scene.client.state()).isInstanceOf(Waiting.class);
        assertThat(scene.faults).hasSizeGreaterThanOrEqualTo(3);
    }
}
