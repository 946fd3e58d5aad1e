package io.heartline.session.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits themselves. Vert.x hands one request of a connection at a time to its handler, so that a server can't show them. */
class PipelineLimitTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int begun;
    private int ended;
    private boolean answersAtOnce;

    @BeforeEach
    void arrange() {
        RequestDecoder decoder = new RequestDecoder(new HttpServerOptions());
        channel.pipeline().addLast(decoder);
        channel.pipeline().addLast(new PipelineLimit(decoder, channel.pipeline().context(decoder)));
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                begun += message instanceof HttpRequest ? 1 : 0;
                if (message instanceof LastHttpContent) {
                    ended++;
                    if (answersAtOnce) {
                        answer(10_000);
                    }
                }
            }
        });
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void send(String requests) {
        channel.writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.US_ASCII));
    }

    /** Writes an answer, which waits for its client until {@link #taken}. */
    private void answer(int bytes) {
        var unused = channel.write(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[bytes])));
        channel.runPendingTasks();
    }

    /** The client takes what was written. */
    private void taken() {
        channel.flush();
        channel.runPendingTasks();
        channel.releaseOutbound();
    }

    @Test
    void sixteenRequestsAreUnansweredAndEachAnswerLetsOneMoreIn() {
        send(GET.repeat(40));
        assertThat(begun).isEqualTo(16);
        assertThat(ended).isEqualTo(16);
        assertThat(channel.config().isAutoRead()).as("the socket is read").isFalse();

        for (int answered = 1; answered <= 40; answered++) {
            answer(10);
            assertThat(ended).isEqualTo(Math.min(40, 16 + answered));
        }
        assertThat(channel.config().isAutoRead()).as("the socket is read").isTrue();
    }

    @Test
    void theSixteenthRequestIsReadInFull() {
        send(POST.repeat(16).substring(0, POST.length() * 16 - 2));
        assertThat(begun).isEqualTo(16);
        assertThat(ended).isEqualTo(15);

        send("dy" + POST.repeat(3));

        assertThat(begun).isEqualTo(16);
        assertThat(ended).isEqualTo(16);
    }

    @Test
    void oneAnswerMoreThan256KiBWaitsForItsClient() {
        answersAtOnce = true;
        send(GET.repeat(100));

        int most = 256 * 1024 / 10_000 + 1;
        assertThat(ended).isBetween(most - 2, most); // each answer counts some bytes more than its body has
        assertThat(channel.config().isAutoRead()).as("the socket is read").isFalse();

        taken();
        assertThat(ended).isBetween(2 * most - 4, 2 * most);

        for (int times = 0; times < 3; times++) {
            taken();
        }
        assertThat(ended).isEqualTo(100);
        assertThat(channel.config().isAutoRead()).as("the socket is read").isTrue();
    }
}
