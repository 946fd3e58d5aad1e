package io.heartline.session;

import io.heartline.delivery.Aftermath;
import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Detach.Detached;

/** Receives the outcomes of a session's commands, for their effects on others: presence, evictions, receipts. */
public interface OutcomeListener {
    void attached(String user, Attached outcome);

    void acked(String user, String epoch, String device, Acked outcome);

    void detached(String user, Detached outcome);

    /** The listener that hands outcomes to the delivery of this gateway. */
    static OutcomeListener of(Aftermath aftermath) {
        return new OutcomeListener() {
            @Override
            public void attached(String user, Attached outcome) {
                aftermath.attached(user, outcome);
            }

            @Override
            public void acked(String user, String epoch, String device, Acked outcome) {
                aftermath.acked(user, epoch, device, outcome);
            }

            @Override
            public void detached(String user, Detached outcome) {
                aftermath.detached(user, outcome);
            }
        };
    }
}
