package io.heartline.session.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own with very many sockets, which need file descriptors of their own. Opens them all, says {@code OPEN},
 * waits until the server has closed all, and prints how many received the close code 4008: {@code CUT n 4008 m}.
 */
final class Crowd {
    private static final byte[] OPENING = String.join(
                    "\r\n",
                    "GET /v1/connect HTTP/1.1",
                    "Host: h",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);
    private static final String HELLO_TIMEOUT = "\"code\":4008";
    private static final long MOST_SECONDS = 300;

    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocate(16_384);
    private int cut;
    private int told;

    private Crowd() throws IOException {}

    /**
     * Arguments: the port, the number of sockets, and if they ask for a WebSocket or send one byte of a request a second.
     */
    public static void main(String[] arguments) throws IOException {
        int sockets = Integer.parseInt(arguments[1]);
        Crowd crowd = new Crowd();
        crowd.open(Integer.parseInt(arguments[0]), sockets, arguments[2].equals("upgrade"));
        System.out.println("OPEN");
        crowd.waitUntilCut(sockets, arguments[2].equals("trickle"));
        System.out.println("CUT " + crowd.cut + " 4008 " + crowd.told);
    }

    private void open(int port, int sockets, boolean upgrade) throws IOException {
        for (int i = 0; i < sockets; i++) {
            SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            if (upgrade) {
                socket.write(ByteBuffer.wrap(OPENING));
            }
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
        }
    }

    private void waitUntilCut(int sockets, boolean trickle) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        for (int second = 0; cut < sockets && System.nanoTime() < end; ) {
            if (selector.select(1_000) == 0 && trickle) {
                trickle(OPENING[second++ % OPENING.length]);
            }
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                read(keys.next());
            }
        }
    }

    private void trickle(byte next) {
        for (SelectionKey key : selector.keys()) {
            try {
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {next}));
            } catch (IOException hungUp) {
                over(key);
            }
        }
    }

    private void read(SelectionKey key) {
        try {
            input.clear();
            int read = ((SocketChannel) key.channel()).read(input);
            if (read < 0) {
                over(key);
            } else if (new String(input.array(), 0, read, StandardCharsets.ISO_8859_1).contains(HELLO_TIMEOUT)) {
                told++;
                key.channel().close();
                cut++;
            }
        } catch (IOException hungUp) {
            over(key);
        }
    }

    private void over(SelectionKey key) {
        if (key.isValid()) {
            key.cancel();
            cut++;
            try {
                key.channel().close();
            } catch (IOException closed) {
                // the close is expected
            }
        }
    }
}
