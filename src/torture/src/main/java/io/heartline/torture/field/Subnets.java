package io.heartline.torture.field;

import java.io.IOException;

/** Subnets of 198.18.0.0/15, a range that is reserved for network tests, with 254 addresses each. */
final class Subnets {
    private static final int COUNT = 512;

    private Subnets() {}

    /** The prefix of a subnet that is free on this machine. The first candidate depends on the pid. */
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
