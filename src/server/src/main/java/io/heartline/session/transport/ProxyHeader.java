package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the header of the PROXY protocol (versions 1 and 2), with which a proxy begins a connection to say whose it is. It is read
 * only from the proxies that are believed, and need not be there: they may send HTTP at once. A broken header closes the
 * connection. Owned by the channel's event loop.
 */
public final class ProxyHeader extends ByteToMessageDecoder {
    private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BINARY = ByteBufUtil.decodeHexDump("0d0a0d0a000d0a515549540a");

    private static final int LONGEST_TEXT = 107;
    private static final int BINARY_HEAD = 16;
    private static final int LONGEST_BINARY = 4_096;
    private static final int PROXIED = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    /** The attribute in which Vert.x looks for the address of a connection's client. */
    private static final AttributeKey<SocketAddress> CLIENT = AttributeKey.valueOf("RemoteAddressOverride");

    private ProxyHeader() {}

    /** Reads the header of a connection that was just accepted, if it comes from one of these addresses. */
    public static void expect(HttpConnection connection, Predicate<InetAddress> believed) {
        ChannelHandlerContext last = ((HttpServerConnection) connection).channelHandlerContext();
        if (last.channel().remoteAddress() instanceof InetSocketAddress peer && believed.test(peer.getAddress())) {
            last.pipeline().addFirst("proxyHeader", new ProxyHeader());
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        boolean over;
        if (beginsWith(in, TEXT)) {
            over = in.readableBytes() >= TEXT.length && readText(context, in);
        } else if (beginsWith(in, BINARY)) {
            over = in.readableBytes() >= BINARY_HEAD && readBinary(context, in);
        } else {
            over = true;
        }
        if (over) {
            context.pipeline().remove(this);
        }
    }

    /** True if all bytes that are there are those of the prefix, as far as it goes. */
    private static boolean beginsWith(ByteBuf in, byte[] prefix) {
        int length = Math.min(in.readableBytes(), prefix.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != prefix[i]) {
                return false;
            }
        }
        return length > 0;
    }

    /** Reads {@code PROXY TCP4 198.51.100.1 10.0.0.1 4711 8080}; false if more has to come. */
    private static boolean readText(ChannelHandlerContext context, ByteBuf in) {
        int end =
                in.indexOf(in.readerIndex(), Math.min(in.writerIndex(), in.readerIndex() + LONGEST_TEXT), (byte) '\n');
        if (end < 0) {
            return in.readableBytes() >= LONGEST_TEXT && refuse(context, in);
        }
        String[] words = in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII)
                .toString()
                .strip()
                .split(" ", -1);
        in.skipBytes(1);
        if (words.length >= 2 && words[1].equals("UNKNOWN")) {
            return true;
        }
        byte[] address = words.length == 6 && words[1].matches("TCP[46]")
                ? NetUtil.createByteArrayFromIpAddressString(words[2])
                : null;
        if (address == null || !words[4].matches("\\d{1,5}") || Integer.parseInt(words[4]) > 65_535) {
            return refuse(context, in);
        }
        return believe(context, address, Integer.parseInt(words[4]));
    }

    private static boolean readBinary(ChannelHandlerContext context, ByteBuf in) {
        int begin = in.readerIndex();
        int length = in.getUnsignedShort(begin + BINARY_HEAD - 2);
        if (length > LONGEST_BINARY || in.getByte(begin + BINARY.length) >> 4 != 2) {
            return refuse(context, in);
        }
        if (in.readableBytes() < BINARY_HEAD + length) {
            return false;
        }
        ByteBuf content = in.readSlice(BINARY_HEAD + length).skipBytes(BINARY.length);
        int command = content.readUnsignedByte();
        int family = content.readUnsignedByte();
        content.skipBytes(2);
        int size = family == TCP_OVER_IPV4 ? 4 : family == TCP_OVER_IPV6 ? 16 : 0;
        if (command != PROXIED || size == 0) {
            return true; // the proxy's own check, or no address of TCP: the connection speaks for itself
        }
        if (content.readableBytes() < 2 * size + 4) {
            return refuse(context, in);
        }
        byte[] address = new byte[size];
        content.readBytes(address).skipBytes(size);
        return believe(context, address, content.readUnsignedShort());
    }

    private static boolean believe(ChannelHandlerContext context, byte[] address, int port) {
        try {
            InetSocketAddress client = new InetSocketAddress(InetAddress.getByAddress(address), port);
            context.channel().attr(CLIENT).set(SocketAddress.inetSocketAddress(client));
            return true;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }

    private static boolean refuse(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        ChannelFuture unused = context.close();
        return true;
    }
}
