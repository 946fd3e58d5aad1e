package io.heartline.session.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.telemetry.MeterNames;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deadlines of HTTP requests, by a clock that the test moves. */
class RequestDeadlineTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String HALF = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12345";

    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private EmbeddedChannel channel;

    @BeforeEach
    void connect() {
        channel = new EmbeddedChannel(new HttpServerCodec());
        RequestDeadline watch = new RequestDeadline(bench.transports, channel);
        channel.pipeline().addLast(watch);
        watch.start();
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void answer(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    private double late() {
        return refused("late");
    }

    private double refused(String reason) {
        return bench.meters
                .counter(MeterNames.CONNECTIONS_REFUSED, "reason", reason)
                .count();
    }

    private void isCutAfter(long millis) {
        bench.pass(millis - 2 * TimerWheel.TICK_MILLIS);
        assertThat(channel.isOpen()).isTrue();
        bench.pass(4 * TimerWheel.TICK_MILLIS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoSaysNothingIsCutAfterTenSeconds() {
        isCutAfter(10_000);
        assertThat(late()).isEqualTo(1);
    }

    @Test
    void whoSaysAByteNowAndThenBuysNoTime() {
        for (int i = 0; i < 9; i++) {
            send(GET.substring(i, i + 1));
            bench.pass(1_000);
        }
        isCutAfter(1_000);
        assertThat(late()).isEqualTo(1);
    }

    @Test
    void whoWaitsForAnAnswerIsNotCut() {
        send(GET);
        bench.pass(600_000);
        assertThat(channel.isOpen()).isTrue();
        assertThat(late()).isZero();
    }

    @Test
    void whoIsAskedToGoOnAndDoesNotYetHasNoAnswer() {
        send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
        answer(HttpResponseStatus.CONTINUE);
        bench.pass(60_000);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoWasAnsweredMayAskAgainForMoreThanAMinute() {
        send(GET);
        bench.pass(30_000);
        answer(HttpResponseStatus.OK);
        bench.pass(70_000);
        send(GET);
        bench.pass(30_000);
        answer(HttpResponseStatus.OK);
        bench.pass(74_900);
        assertThat(channel.isOpen()).isTrue();
        bench.pass(5_200);
        assertThat(channel.isOpen()).isFalse();
        assertThat(late()).as("an idle connection is nothing to worry about").isZero();
    }

    @Test
    void whoWasAnsweredInTheMiddleOfARequestMustEndIt() {
        send(HALF);
        bench.pass(60_000);
        answer(HttpResponseStatus.NOT_FOUND);
        bench.pass(9_900);
        assertThat(channel.isOpen()).isTrue();
        bench.pass(5_200);
        assertThat(channel.isOpen()).isFalse();
        assertThat(late()).isEqualTo(1);
    }

    @Test
    void whoAskedForMoreMeanwhileStillWaits() {
        send(GET + GET);
        answer(HttpResponseStatus.OK);
        bench.pass(600_000);
        assertThat(channel.isOpen()).isTrue();
        answer(HttpResponseStatus.OK);
        bench.pass(81_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAnswerThatGoesOnIsNone() {
        send(GET);
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        bench.pass(600_000);
        assertThat(channel.isOpen()).isTrue();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        bench.pass(81_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aWebSocketIsLeftAlone() {
        send(GET);
        answer(HttpResponseStatus.SWITCHING_PROTOCOLS);
        assertThat(channel.pipeline().get(RequestDeadline.class)).isNull();
        bench.pass(600_000);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whatIsNoRequestIsCounted() {
        send("GET / HTTP/1.1\r\nno colon\r\n\r\n");
        assertThat(refused("malformed")).isEqualTo(1);
    }

    @Test
    void whatIsTooLongIsCountedApart() {
        send("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n");
        assertThat(refused("414")).isEqualTo(1);
        connect();
        send("GET / HTTP/1.1\r\nHost: " + "h".repeat(100_000) + "\r\n\r\n");
        assertThat(refused("431")).isEqualTo(1);
        assertThat(refused("malformed")).isZero();
    }
}
