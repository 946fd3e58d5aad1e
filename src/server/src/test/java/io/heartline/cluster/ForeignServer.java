package io.heartline.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that is no member: it answers every connection with the same words, and closes it. */
final class ForeignServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ForeignServer(String words) throws IOException {
        Thread thread = new Thread(() -> serve(words.getBytes(StandardCharsets.US_ASCII)), "foreign-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve(byte[] words) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                var unused = socket.getInputStream().read();
                socket.getOutputStream().write(words);
            } catch (IOException e) {
                // The connection has ended, or the server has.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
