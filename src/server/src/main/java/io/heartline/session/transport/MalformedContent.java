package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Answers 400 to a request whose content can't be decoded, if its answer has not begun: Vert.x only closes the connection then.
 * Owned by the channel's event loop.
 */
final class MalformedContent extends ChannelDuplexHandler {
    private static final byte[] PROBLEM = ("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"The content of the request is malformed.\",\"code\":\"BAD_REQUEST\"}")
            .getBytes(StandardCharsets.US_ASCII);

    private final ConnectionMeters meters;
    private @Nullable Throwable fault;
    private int unanswered;
    private boolean answering;

    MalformedContent(ConnectionMeters meters) {
        this.meters = meters;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            fault = content.decoderResult().cause();
            meters.refused("malformed");
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        HttpResponseStatus status = message instanceof HttpResponse head ? head.status() : HttpResponseStatus.OK;
        if (status.codeClass() != HttpStatusClass.INFORMATIONAL) {
            boolean last = message instanceof LastHttpContent;
            unanswered -= last ? 1 : 0;
            answering = !last;
        }
        var unused = ctx.write(message, promise);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            ctx.pipeline().remove(this);
        }
    }

    /** Vert.x fails the connection with the fault when it comes to the malformed content. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause == fault && unanswered > 0 && !answering) {
            answering = true;
            var unused = ctx.writeAndFlush(answer());
        }
        ctx.fireExceptionCaught(cause);
    }

    private static FullHttpResponse answer() {
        ByteBuf content = Unpooled.wrappedBuffer(PROBLEM);
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, content);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, PROBLEM.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONNECTION, "close");
        return answer;
    }
}
