package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process at a site that talks TCP with others of its kind. It echoes all data, and reads commands of the test from its
 * standard input.
 */
final class Probe implements AutoCloseable {
    private static final int PORT = 9_000;
    private static final int PATIENCE_MILLIS = 1_000;

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private Probe(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Probe at(Network network, Site site) throws IOException {
        List<String> command = new ArrayList<>(network.entering(site));
        command.addAll(List.of("java", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Probe.class.getName(), site.host()));
        Probe probe = new Probe(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!"listening".equals(probe.answers.readLine())) {
            throw new IOException("no probe at " + site);
        }
        return probe;
    }

    /** Opens a new connection; returns true if it succeeds. Later calls use the last one to the same host. */
    boolean dials(String host) throws IOException {
        return order("dial " + host);
    }

    /** True if that much data comes back on the connection to a host. */
    boolean echoes(String host, int bytes) throws IOException {
        return order("echo " + host + " " + bytes);
    }

    boolean echoes(String host) throws IOException {
        return echoes(host, 1);
    }

    /** Sends on the connection to a host, and waits for nothing. */
    void tells(String host) throws IOException {
        order("tell " + host);
    }

    /** The amount of data that others have sent here, on their connections. */
    long heard() throws IOException {
        orders.println("heard");
        return Long.parseLong(answers.readLine());
    }

    private boolean order(String order) throws IOException {
        orders.println(order);
        return Boolean.parseBoolean(answers.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    // ------------------------------------------------------------------------------------------- the other process

    public static void main(String... args) throws IOException {
        AtomicLong heard = new AtomicLong();
        ServerSocket server = new ServerSocket(PORT, 50, InetAddress.getByName(args[0]));
        daemon(() -> {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> sendBack(socket, heard));
            }
        });
        System.out.println("listening");
        Map<String, Socket> sockets = new HashMap<>();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order;
        while ((order = orders.readLine()) != null) {
            System.out.println(order.equals("heard") ? heard.get() : carryOut(order.split(" "), sockets));
        }
    }

    private static boolean carryOut(String[] order, Map<String, Socket> sockets) throws IOException {
        try {
            switch (order[0]) {
                case "dial" -> sockets.put(order[1], dial(order[1]));
                case "tell" -> sockets.get(order[1]).getOutputStream().write(1);
                default -> echo(sockets.get(order[1]), Integer.parseInt(order[2]));
            }
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    private static Socket dial(String host) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, PORT), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Sends data that ends with a new byte value, so that late data of earlier calls is skipped. */
    private static void echo(Socket socket, int bytes) throws IOException {
        byte mark = (byte) (System.nanoTime() | 2);
        byte[] text = new byte[bytes];
        text[bytes - 1] = mark;
        OutputStream out = socket.getOutputStream();
        out.write(text);
        InputStream in = socket.getInputStream();
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        int next;
        do {
            next = in.read();
            if (System.nanoTime() > until) {
                throw new SocketTimeoutException();
            }
        } while (next >= 0 && (byte) next != mark);
    }

    private static void sendBack(Socket socket, AtomicLong heard) throws IOException {
        byte[] buffer = new byte[8_192];
        int count;
        while ((count = socket.getInputStream().read(buffer)) > 0) {
            heard.addAndGet(count);
            socket.getOutputStream().write(buffer, 0, count);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException broken) {
                // The test is over, or notices the missing data.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
