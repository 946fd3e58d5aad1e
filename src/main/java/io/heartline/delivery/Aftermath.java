package io.heartline.delivery;

import io.heartline.user.AckOutcome;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Detach;
import io.heartline.user.Removed;
import io.heartline.user.Sweep;

/** What follows from the outcome of a command: evictions to carry out, presence and receipts to publish, waiters to tell. */
@SuppressWarnings("DoNotCallSuggester")
public final class Aftermath {
    public void attached(String user, AttachOutcome.Attached outcome) {
        throw new UnsupportedOperationException();
    }

    public void acked(String user, String epoch, String device, AckOutcome.Acked outcome) {
        throw new UnsupportedOperationException();
    }

    public void detached(String user, Detach.Detached outcome) {
        throw new UnsupportedOperationException();
    }

    public void removed(String user, Removed outcome) {
        throw new UnsupportedOperationException();
    }

    public void swept(String user, Sweep.Swept outcome) {
        throw new UnsupportedOperationException();
    }
}
