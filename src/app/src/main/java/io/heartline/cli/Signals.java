package io.heartline.cli;

import java.lang.reflect.Proxy;

/**
 * Handles SIGTERM and SIGINT (Ctrl-C): at the first signal the process leaves in good order, at the second it ends at once.
 * A shutdown hook could not tell the two apart; {@code sun.misc.Signal} can, and is called by reflection
 * because the compiler warns of it wherever it is named.
 */
final class Signals {
    private static final String[] ENDING = {"TERM", "INT"};
    private static final int ENDED_BY_SIGNAL = 128 + 15;

    private Signals() {}

    /** Runs {@code action} on the first signal, on a thread of the JVM's. */
    static void onFirst(Runnable action) {
        handle(() -> {
            handle(() -> Runtime.getRuntime().halt(ENDED_BY_SIGNAL));
            action.run();
        });
    }

    private static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            for (String name : ENDING) {
                Object ending = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, ending, proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not let signals be heard", e);
        }
    }
}
