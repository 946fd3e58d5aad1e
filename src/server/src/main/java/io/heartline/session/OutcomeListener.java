package io.heartline.session;

import io.heartline.delivery.OutcomeEffects;
import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Detach.Detached;

/** Receives the outcomes of a session's commands, for their effects on others: presence, evictions, receipts. */
public interface OutcomeListener {
    void attached(String user, Attached outcome);

    void acked(String user, String epoch, String device, Acked outcome);

    void detached(String user, Detached outcome);

    /** The listener that hands outcomes to the delivery of this gateway. */
    static OutcomeListener of(OutcomeEffects effects) {
        return new OutcomeListener() {
            @Override
            public void attached(String user, Attached outcome) {
                effects.attached(user, outcome);
            }

            @Override
            public void acked(String user, String epoch, String device, Acked outcome) {
                effects.acked(user, epoch, device, outcome);
            }

            @Override
            public void detached(String user, Detached outcome) {
                effects.detached(user, outcome);
            }
        };
    }
}
