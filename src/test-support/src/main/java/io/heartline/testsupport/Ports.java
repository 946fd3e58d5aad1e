package io.heartline.testsupport;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for what tests start. They lie below those from which systems choose for outgoing connections (from 32768 on
 * Linux): else some connection may hold a port by the time that its server starts.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final int APART = 997; // processes that run side by side begin so far from each other

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * APART % COUNT));

    private Ports() {}

    /** A port that nobody listens on, on any address, and that this process was not given before. */
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
