package io.heartline.torture.field;

import java.io.IOException;

/** Addresses of 198.18.0.0/15, which is set aside for tests of networks, in pieces of 254. */
final class Subnets {
    private static final int COUNT = 512;

    private Subnets() {}

    /** What the addresses of a piece begin with that no run of this machine uses; which one is tried first goes by the pid. */
    static String free() throws IOException {
        String routes = Shell.run("ip", "-4", "route", "show", "table", "all");
        int first = (int) (ProcessHandle.current().pid() % COUNT);
        for (int i = 0; i < COUNT; i++) {
            int piece = (first + i) % COUNT;
            String start = "198." + (18 + piece / 256) + "." + piece % 256 + ".";
            if (!routes.contains(start)) {
                return start;
            }
        }
        throw new IOException("all of 198.18.0.0/15 is in use");
    }
}
