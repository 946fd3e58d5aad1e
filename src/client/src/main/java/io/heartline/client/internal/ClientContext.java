package io.heartline.client.internal;

import io.heartline.client.ClientListener;
import java.util.random.RandomGenerator;

/** Collaborators of all parts of one client: its loop, the dialer, its settings and the application's listener. */
public record ClientContext(
        Loop loop,
        ClientSocket.Dialer dialer,
        RandomGenerator random,
        ClientSettings settings,
        ClientListener listener) {

    Backoff backoff() {
        return new Backoff(settings.backoffFirst.toMillis(), settings.backoffMost.toMillis(), random);
    }

    /** Reports a fault to the listener. If the listener throws too, the client goes on in silence. */
    void fault(Throwable fault) {
        try {
            listener.onFault(fault);
        } catch (Throwable unheard) {
            fault.addSuppressed(unheard);
        }
    }

    /** Runs a call of the listener that has no answer. */
    void tell(Runnable call) {
        try {
            call.run();
        } catch (Throwable fault) { // an Error too: what follows the call must be done
            fault(fault);
        }
    }
}
