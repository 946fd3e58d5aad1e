package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A network in which all nodes share 127.0.0.1. It can't be cut. */
final class Loopback implements Network {
    static final String HOST = "127.0.0.1";
    /** Below the system's range for outgoing connections, so that none takes a node's port while the node is down. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    /** Each site takes three ports in a row, from a multiple of this. */
    private static final int STRIDE = 4;

    private static final int TRIES = 1_000;

    private final List<Site> sites;

    private Loopback(List<Site> sites) {
        this.sites = List.copyOf(sites);
    }

    static Loopback open(int count) throws IOException {
        List<Site> sites = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < TRIES && sites.size() < count; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST) / STRIDE * STRIDE;
            if (seen.add(port) && isFree(port) && isFree(port + 1) && isFree(port + 2)) {
                sites.add(new Site("node-" + (sites.size() + 1), HOST, port, port + 1));
            }
        }
        if (sites.size() < count) {
            throw new IOException("not enough free ports between " + FIRST + " and " + LAST);
        }
        return new Loopback(sites);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public List<Site> sites() {
        return sites;
    }

    @Override
    public String clientHost() {
        return HOST;
    }

    @Override
    public List<String> entering(Site site) {
        return List.of();
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public void block(String from, String to) {
        throw new UnsupportedOperationException("loopback can't be cut");
    }

    @Override
    public void slow(String node, int kilobits) {
        throw new UnsupportedOperationException("loopback can't be slowed down");
    }

    @Override
    public void mend() {
        // Nothing can be cut.
    }

    @Override
    public void close() {
        // Nothing was created.
    }
}
