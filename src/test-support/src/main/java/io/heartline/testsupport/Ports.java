package io.heartline.testsupport;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports for servers that tests start. They are below the system's range for outgoing connections (from 32768 on Linux), so that
 * no connection takes a port before its server starts.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final int APART = 997; // the distance between the first ports of processes with neighbouring pids

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * APART % COUNT));

    private Ports() {}

    /** A free port on all addresses that this process has not been given before. */
    public static int free() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " on is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket anyAddress = new ServerSocket(port)) {
            return anyAddress.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
