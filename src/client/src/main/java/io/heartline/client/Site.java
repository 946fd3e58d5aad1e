package io.heartline.client;

import java.util.random.RandomGenerator;

/** What all parts of one client share: its loop, how it reaches the server, what the application chose. */
record Site(Loop loop, Wire.Dialer dialer, RandomGenerator random, ClientOptions options, ClientListener listener) {

    Backoff backoff() {
        return new Backoff(options.backoffFirst.toMillis(), options.backoffMost.toMillis(), random);
    }

    /** Tells the listener; it is the last resort, so what it throws ends here. */
    void fault(Throwable fault) {
        try {
            listener.onFault(fault);
        } catch (RuntimeException unheard) {
            fault.addSuppressed(unheard);
        }
    }

    /** Tells the listener something that needs no answer. */
    void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException fault) {
            fault(fault);
        }
    }
}
