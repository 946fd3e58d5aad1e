package io.heartline.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server (RFC 1035) for one name, whose IPv4 addresses the test changes; answers must not be cached.
 * Its own thread answers; records may be changed by any.
 */
final class NameServer implements AutoCloseable {
    private static final int PORT = 53;
    private static final int A = 1;
    private static final int IN = 1;
    private static final int HEADER = 12;
    private static final int ANSWER = 0x8400;
    private static final int NO_SUCH_NAME = 3;
    private static final int QUESTION_AGAIN = 0xc00c;

    private final String name;
    private final Set<String> addresses = new ConcurrentSkipListSet<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final DatagramSocket socket;
    private final Thread thread = new Thread(this::serve, "name-server");

    /** Serves at an address of this machine until it is closed. */
    NameServer(String host, String name) throws IOException {
        this.name = name;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), PORT));
        thread.setDaemon(true);
        thread.start();
    }

    void add(String address) {
        addresses.add(address);
    }

    void remove(String address) {
        addresses.remove(address);
    }

    /** The number of queries for its name. */
    int asked() {
        return asked.get();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException | IndexOutOfBoundsException closedOrSpoilt) {
                // A closed socket ends the loop. A malformed query gets no answer.
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        short id = query.getShort(0);
        query.position(HEADER);
        StringBuilder wanted = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            wanted.append(new String(label, StandardCharsets.US_ASCII)).append('.');
        }
        int type = query.getShort();
        query.getShort();
        boolean known = wanted.toString().equalsIgnoreCase(name + ".");
        if (known) {
            asked.incrementAndGet();
        }
        Set<String> told = known && type == A ? Set.copyOf(addresses) : Set.of();

        byte[] question = new byte[query.position() - HEADER];
        query.position(HEADER).get(question);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(shorts(id, ANSWER | (known ? 0 : NO_SUCH_NAME), 1, told.size(), 0, 0));
        answer.write(question);
        for (String address : told) {
            answer.write(shorts(QUESTION_AGAIN, A, IN, 0, 0, 4));
            answer.write(InetAddress.getByName(address).getAddress());
        }
        return answer.toByteArray();
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
