package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heartline.auth.TrustedProxies;
import io.heartline.auth.Unauthorized;
import io.heartline.session.dialect.Routes;
import io.heartline.session.dialect.TestRoutes;
import io.heartline.testsupport.Eventually;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The address in the lines of the security log, of clients behind a proxy that {@code --proxies} names. */
class ClientAddressTest {
    private static final String CLIENT = "198.51.100.7";
    private static final String FORWARDED = "X-Forwarded-For: " + CLIENT;
    private static final String HELLO = "{\"t\":\"hello\",\"token\":\"x\"}";

    private final Logger logger = (Logger) LoggerFactory.getLogger("heartline.security");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @BeforeEach
    void serve() throws Exception {
        appender.list = Collections.synchronizedList(new ArrayList<>());
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        choices.proxies = TrustedProxies.of(List.of("127.0.0.0/8"));
        choices.routes = new Routes(List.of(TestRoutes.sockjsWithToken()));
        choices.authenticator = token -> Future.failedFuture(Unauthorized.invalid("the token is malformed"));
        node = new TestNode(choices);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    private void isLogged(String what) {
        isLogged(what, CLIENT);
    }

    private void isLogged(String what, String address) {
        Eventually.eventually("a line is logged", Duration.ofSeconds(20), () -> !appender.list.isEmpty());
        assertThat(appender.list.get(0).getFormattedMessage())
                .startsWith("refused " + what + " from " + address + ": ");
    }

    private int post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("X-Forwarded-For", CLIENT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void ofAnOriginThatIsRefused() throws Exception {
        try (RawClient client = new RawClient(node.port(), FORWARDED, "Origin: https://evil.example")) {
            assertThat(client.status).isEqualTo(403);
        }
        isLogged("origin (forbidden)");
    }

    @Test
    void ofATokenInHello() throws Exception {
        try (RawClient client = new RawClient(node.port(), FORWARDED)) {
            assertThat(client.say(HELLO).closeCode()).isEqualTo(4500);
        }
        isLogged("token (invalid)");
    }

    @Test
    void ofATokenInHelloBehindTheProxyProtocol() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        String header = "PROXY TCP4 " + CLIENT + " 10.0.0.1 4711 8080\r\n";
        socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
        try (RawClient client = new RawClient(socket, "/v1/connect", List.of())) {
            assertThat(client.say(HELLO).closeCode()).isEqualTo(4500);
        }
        isLogged("token (invalid)");
    }

    @Test
    void ofATokenInHelloOverSockJs() throws Exception {
        String path = "/v1/sockjs/000/abc123/websocket";
        try (RawClient client = new RawClient(node.port(), path, List.of(FORWARDED))) {
            client.next(); // the frame that opens it
            client.say("[\"" + HELLO.replace("\"", "\\\"") + "\"]");
            client.closeCode();
        }
        isLogged("token (invalid)");
    }

    @Test
    void ofATokenInHelloOverSockJsWithPolls() throws Exception {
        assertThat(post("/v1/sockjs/000/abc123/xhr", "")).isEqualTo(200);
        assertThat(post("/v1/sockjs/000/abc123/xhr_send", "[\"" + HELLO.replace("\"", "\\\"") + "\"]"))
                .isEqualTo(204);
        isLogged("token (invalid)");
    }

    @Test
    void ofATokenOnARoute() throws Exception {
        try (RawClient client = new RawClient(node.port(), "/chat?token=x", List.of(FORWARDED))) {
            assertThat(client.status).isEqualTo(401);
        }
        isLogged("token (invalid)");
    }

    @Test
    void withoutAProxyItIsTheAddressOfTheSocket() throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            assertThat(client.say(HELLO).closeCode()).isEqualTo(4500);
        }
        isLogged("token (invalid)", "127.0.0.1");
    }
}
