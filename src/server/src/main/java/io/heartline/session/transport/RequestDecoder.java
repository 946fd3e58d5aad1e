package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests, and accepts one framing only (RFC 9112). A request that is refused is passed on with its fault; whatever
 * follows it on its connection is discarded, so that no request can hide behind it. Owned by the channel's event loop.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
    private static final short EMPTY_LINE = '\r' << 8 | '\n';

    private int lengths;
    private int wordEnd;
    private boolean between = true;
    private boolean inHead = true;
    private boolean lineEnded;
    private boolean folded;
    private boolean inTrailers;

    private boolean refused;
    private @Nullable Object malformed;
    private BooleanSupplier open = () -> true;

    RequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Decodes nothing while {@code condition} is false; asks it before each message. Bytes that come then are kept. */
    void onlyWhile(BooleanSupplier condition) {
        open = condition;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) throws Exception {
        if (refused) {
            bytes.skipBytes(bytes.readableBytes());
        } else if (open.getAsBoolean()) {
            int before = out.size();
            next(ctx, bytes, out);
            if (out.size() > before) {
                judge((HttpObject) out.get(before));
            }
            if (refused) {
                bytes.skipBytes(bytes.readableBytes());
                while (out.size() > before + 1) {
                    ReferenceCountUtil.release(out.remove(out.size() - 1));
                }
                malformed = out.remove(before);
            } else if (out.size() > before) {
                between = out.get(out.size() - 1) instanceof LastHttpContent;
                inHead = between;
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        passMalformed(ctx);
        super.channelReadComplete(ctx);
    }

    /**
     * Passes on what was refused, once the bytes that have arrived are read: the connection is closed then, and unread bytes would
     * make its system discard the answer.
     */
    void passMalformed(ChannelHandlerContext ctx) {
        Object message = malformed;
        malformed = null;
        if (message != null) {
            ctx.fireChannelRead(message);
        }
    }

    private void next(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) throws Exception {
        if (!between || hasBegun(bytes)) {
            between = false;
            int from = bytes.readerIndex();
            super.decode(ctx, bytes, out);
            if (inHead || inTrailers) { // a call that decodes trailers decodes no content
                noteFolds(bytes, from);
            }
        } else if (bytes.readableBytes() > 1) {
            HttpMessage message = createInvalidMessage();
            message.setDecoderResult(DecoderResult.failure(
                    new MalformedRequest("The request begins with a control character or a blank.")));
            out.add(message);
        }
    }

    /** Skips empty lines before a request; tells whether a request has begun behind them. */
    private static boolean hasBegun(ByteBuf bytes) {
        while (bytes.readableBytes() > 1 && bytes.getShort(bytes.readerIndex()) == EMPTY_LINE) {
            bytes.skipBytes(2);
        }
        return bytes.isReadable() && RequestHead.isToken((char) bytes.getByte(bytes.readerIndex()));
    }

    /** Notes whether a line that was just decoded continues the header before it; the decoder joins both. */
    private void noteFolds(ByteBuf bytes, int from) {
        int to = bytes.readerIndex();
        for (int start = from; start < to; ) {
            folded |= lineEnded && (bytes.getByte(start) == ' ' || bytes.getByte(start) == '\t');
            int end = bytes.indexOf(start, to, (byte) '\n');
            lineEnded = end >= 0;
            start = lineEnded ? end + 1 : to;
        }
    }

    private void judge(HttpObject message) {
        if (message instanceof HttpRequest request) {
            String fault = request.decoderResult().isSuccess() ? RequestHead.fault(request, lengths, folded) : null;
            if (fault != null) {
                request.setDecoderResult(DecoderResult.failure(new MalformedRequest(fault)));
            }
            if (request.decoderResult().isFailure()) {
                request.setProtocolVersion(HttpVersion.HTTP_1_1); // of the answer
            }
        } else if (folded && message.decoderResult().isSuccess()) {
            message.setDecoderResult(
                    DecoderResult.failure(new MalformedRequest("A line of the trailers continues the one before it.")));
        }
        refused = message.decoderResult().isFailure();
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        lengths = 0;
        lineEnded = false;
        folded = false;
        inTrailers = false;
        if (!RequestHead.isToken(line[0])) {
            throw new MalformedRequest("The method is malformed.");
        }
        if (!line[1].chars().allMatch(c -> c > ' ' && c != 0x7f)) {
            throw new MalformedRequest("The request target is malformed.");
        }
        if (!line[2].equals("HTTP/1.1") && !line[2].equals("HTTP/1.0")) {
            throw new MalformedRequest("The version must be HTTP/1.1 or HTTP/1.0.");
        }
        return super.createMessage(line);
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        wordEnd = start + length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        oneBlank(line, start, length);
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        oneBlank(line, start, length);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    private void oneBlank(byte[] line, int start, int length) {
        if (start != wordEnd + 1 || line[wordEnd] != ' ') {
            throw new MalformedRequest("The words of the request line must be separated by one blank.");
        }
        wordEnd = start + length;
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        AsciiString name = super.splitHeaderName(line, start, length);
        inTrailers = !inHead;
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            lengths++;
        }
        return name;
    }
}
