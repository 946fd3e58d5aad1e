package io.heartline.story;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One persistent HTTP/1.1 connection, as in a publisher's pool, read byte by byte. */
final class Wire implements Closeable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** The beginning of an answer: its status line and headers, in lower case. */
    record Head(String text) {
        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        String header(String name) {
            return text.lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    Wire(NodeProcess node) {
        this(node.port());
    }

    Wire(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void get(String path) {
        request("GET " + path, "Connection: keep-alive", "");
    }

    /** Posts nothing. */
    void post(String path) {
        request("POST " + path, "Content-Length: 0", "");
    }

    /** Asks for a WebSocket, as a page of this origin. */
    void upgrade(String path, String origin) {
        String headers = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + origin;
        request("GET " + path, headers, "");
    }

    void push(String json) {
        request("POST /v1/push", "Content-Type: application/json\r\nContent-Length: " + json.length(), json);
    }

    /** Begins a batch; its lines follow, each with {@link #chunk}. */
    void beginBatch() {
        request("POST /v1/push/batch", "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked", "");
    }

    private void request(String target, String headers, String content) {
        write(target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n" + content);
    }

    void chunk(String line) {
        write(Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");
    }

    void endChunks() {
        write("0\r\n\r\n");
    }

    private void write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Head head() {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return new Head(head.toString().toLowerCase(Locale.ROOT));
    }

    /** The content of an answer, whose length is in its head. */
    String content(Head head) {
        return read(Integer.parseInt(head.header("content-length")));
    }

    /** The next chunk of a chunked answer; empty at its end. */
    String chunk() {
        int length = Integer.parseInt(line(), 16);
        String chunk = read(length);
        line();
        return chunk;
    }

    JsonObject json(Head head) {
        return new JsonObject(content(head));
    }

    private String line() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("the node hung up after " + line);
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("the node hung up");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
