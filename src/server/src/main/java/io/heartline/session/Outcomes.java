package io.heartline.session;

import io.heartline.delivery.OutcomeEffects;
import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Detach.Detached;

/** Where the outcomes of a session's commands go, so that others hear what follows from them. */
public interface Outcomes {
    void attached(String user, Attached outcome);

    void acked(String user, String epoch, String device, Acked outcome);

    void detached(String user, Detached outcome);

    /** To the effects of this gateway's delivery. */
    static Outcomes of(OutcomeEffects effects) {
        return new Outcomes() {
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
