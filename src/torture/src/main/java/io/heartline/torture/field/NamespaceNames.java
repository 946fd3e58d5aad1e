package io.heartline.torture.field;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of the network namespaces and devices of a run. Each contains the pid of its run, so that a later run can find and
 * remove leftovers.
 */
final class NamespaceNames {
    private static final String PREFIX = "heartline-";
    private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)-\\S+");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix;
    private final String cable;

    private NamespaceNames(String prefix, String cable) {
        this.prefix = prefix;
        this.cable = cable;
    }

    /** Names that are unique within this process. */
    static NamespaceNames ofThisProcess() {
        long pid = ProcessHandle.current().pid();
        int number = COUNT.incrementAndGet();
        // A device's name has 15 characters at most.
        return new NamespaceNames(PREFIX + pid + "-" + number + "-", "hl" + pid + "-" + number);
    }

    String theSwitch() {
        return prefix + "switch";
    }

    String of(String node) {
        return prefix + node;
    }

    /** The host's end of the device pair that connects clients. */
    String cable() {
        return cable;
    }

    /** Removes all namespaces and devices with these names. Idempotent. */
    void remove() {
        try {
            Shell.run("ip", "link", "del", "dev", cable); // it would go with its other end, but later
        } catch (IOException gone) {
            // It was never made, or went with the switch.
        }
        namespaces().filter(name -> name.startsWith(prefix)).forEach(NamespaceNames::remove);
    }

    /** Removes leftovers of runs that have ended, including their nodes. */
    static void sweep() {
        namespaces().filter(NamespaceNames::isLeftOver).forEach(name -> {
            killAllIn(name);
            remove(name);
        });
    }

    private static boolean isLeftOver(String namespace) {
        Matcher ours = OURS.matcher(namespace);
        return ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty();
    }

    private static void killAllIn(String namespace) {
        try {
            Shell.run("ip", "netns", "pids", namespace)
                    .lines()
                    .map(Long::parseLong)
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        } catch (IOException gone) {
            // Another run sweeps, too.
        }
    }

    private static void remove(String namespace) {
        try {
            Shell.run("ip", "netns", "del", namespace);
        } catch (IOException gone) {
            // Another run sweeps, too.
        }
    }

    private static Stream<String> namespaces() {
        try {
            List<String> names = Shell.run("ip", "netns", "list")
                    .lines()
                    .map(line -> line.replaceFirst(" .*", ""))
                    .toList();
            return names.stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
