package io.heartline.session.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A WebSocket client that can misbehave: it writes frames byte by byte as it is told. Blocking, for the test's thread. */
public final class RawClient implements Closeable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final List<String> OPENING = List.of(
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    /** A received WebSocket frame. */
    record Frame(int opcode, Buffer payload) {
        String text() {
            return payload.toString();
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        int closeCode() {
            return opcode != CLOSE || payload.length() < 2 ? -1 : payload.getUnsignedShort(0);
        }
    }

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    public final int status;
    final List<String> headers = new ArrayList<>();

    public RawClient(int port, String... requestHeaders) throws IOException {
        this(port, "/v1/connect", List.of(requestHeaders));
    }

    /** Connects to a path, query included. */
    RawClient(int port, String path, List<String> requestHeaders) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), path, requestHeaders);
    }

    /** Speaks over a connected socket. */
    RawClient(Socket socket, String path, List<String> requestHeaders) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        Stream.concat(OPENING.stream(), requestHeaders.stream())
                .forEach(header -> request.append(header).append("\r\n"));
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        status = Integer.parseInt(line().split(" ", -1)[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
    }

    @SuppressWarnings("deprecation") // bytes as they are: HTTP/1.1 headers
    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the server hung up");
        }
        return line;
    }

    public String header(String name) {
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    public RawClient say(String json) throws IOException {
        return frame(TEXT, true, json.getBytes(StandardCharsets.UTF_8));
    }

    RawClient frame(int opcode, boolean last, byte[] payload) throws IOException {
        return frame(opcode, last, true, payload);
    }

    RawClient frame(int opcode, boolean last, boolean masked, byte[] payload) throws IOException {
        return send(encoded(opcode, last, masked, payload));
    }

    /** The bytes of a frame. */
    static byte[] encoded(int opcode, boolean last, boolean masked, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | opcode);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] key = masked ? new byte[] {1, 2, 3, 4} : new byte[4];
        if (masked) {
            frame.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ key[i % 4]);
        }
        return frame.toByteArray();
    }

    /** Sends raw bytes. */
    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Answers a close frame. The server may have closed the connection, if it received a close frame before. */
    void answer(Frame close) {
        try {
            frame(CLOSE, true, close.payload().getBytes());
        } catch (IOException hungUp) {
            // it was answered already
        }
    }

    public RawClient hello(String user, String device) throws IOException {
        return say(new JsonObject()
                .put("t", "hello")
                .put("user", user)
                .put("device", device)
                .encode());
    }

    /** The next frame of any kind. */
    Frame next() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(opcode, Buffer.buffer(payload));
    }

    /** The next text frame, which must be of this type. */
    public JsonObject expect(String type) throws IOException {
        JsonObject json = next().json();
        if (!type.equals(json.getString("t"))) {
            throw new AssertionError("expected " + type + ", got " + json);
        }
        return json;
    }

    /** Reads until the close frame, answers it, and returns its code. Earlier frames are added to {@code seen}. */
    int closeCode(List<Frame> seen) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.opcode() == CLOSE) {
                frame(CLOSE, true, frame.payload().getBytes());
                return frame.closeCode();
            }
            seen.add(frame);
        }
    }

    public int closeCode() throws IOException {
        return closeCode(new ArrayList<>());
    }

    /** Tells whether the server has closed the connection. */
    boolean isOver() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
