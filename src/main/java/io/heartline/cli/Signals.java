package io.heartline.cli;

import sun.misc.Signal;

/**
 * What the process does when it is told to end (SIGTERM, or Ctrl-C): the first time it leaves in good order, the second time
 * it ends at once. A shutdown hook could not tell the two apart.
 */
final class Signals {
    private static final int ENDED_BY_SIGNAL = 128;

    private Signals() {}

    /** Runs {@code action} on the first signal, on a thread of its own. */
    @SuppressWarnings("sunapi") // there is no other way to hear a second signal
    static void onFirst(Runnable action) {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal signal = new Signal(name);
            Signal.handle(signal, first -> {
                for (String again : new String[] {"TERM", "INT"}) {
                    Signal.handle(new Signal(again), second -> Runtime.getRuntime().halt(ENDED_BY_SIGNAL + second.getNumber()));
                }
                action.run();
            });
        }
    }
}
