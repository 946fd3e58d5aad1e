package io.heartline.cli;

import io.heartline.cluster.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of port numbers, before anything listens. */
final class Ports {
    private static final int LAST = 65_535;

    private Ports() {}

    /**
     * A port that a process is to listen on.
     *
     * @param option the name of the option that sets it
     * @param port 0 lets the system choose one
     */
    record Place(String option, String host, int port) {
        @Override
        public String toString() {
            return new HostPort(host, port).toString();
        }

        private boolean isSharedWith(Place other) {
            return port == other.port && port != 0 && overlaps(host, other.host);
        }
    }

    /** The fault if {@code count} ports from {@code first} on do not exist; empty if they do. */
    static Optional<String> fault(String option, int first, int count) {
        return first >= 1 && first + count - 1 <= LAST
                ? Optional.empty()
                : Optional.of(option + ": " + first + " leaves no room for " + count + " ports from 1 to " + LAST);
    }

    /** A fault for each port that two options name for the same address. */
    static List<String> shared(List<Place> places) {
        List<String> faults = new ArrayList<>();
        for (int later = 1; later < places.size(); later++) {
            Place place = places.get(later);
            for (Place earlier : places.subList(0, later)) {
                if (place.isSharedWith(earlier)) {
                    faults.add(place.option + ": must not be " + place.port + ", which is also the " + earlier.option);
                }
            }
        }
        return faults;
    }

    /** Throws if one of the places is taken, or is none of this machine's; the message has each with its option and address. */
    static void requireFree(List<Place> places) throws IOException {
        List<String> taken = new ArrayList<>();
        for (Place place : places) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true); // as the servers do: connections that have just ended are in nobody's way
                probe.bind(new InetSocketAddress(place.host, place.port));
            } catch (IOException e) {
                taken.add(place.option + ": can't listen on " + place + ": " + e.getMessage());
            }
        }
        if (!taken.isEmpty()) {
            throw new IOException(String.join("; ", taken));
        }
    }

    private static boolean overlaps(String one, String other) {
        try {
            InetAddress first = InetAddress.getByName(one);
            InetAddress second = InetAddress.getByName(other);
            return first.equals(second) || first.isAnyLocalAddress() || second.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return one.equals(other);
        }
    }
}
