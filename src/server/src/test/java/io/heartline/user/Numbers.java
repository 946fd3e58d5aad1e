package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** Records the message id of each seq, and checks that no seq of an epoch is assigned to two ids. */
final class Numbers {
    private final Map<Position, String> ids = new HashMap<>();

    Numbers() {}

    /** A copy of another record, independent from then on. */
    Numbers(Numbers known) {
        ids.putAll(known.ids);
    }

    /** Records all messages of a state. */
    void note(UserState state) {
        state.mailbox().forEach(message -> {
            Position position = new Position(state.epoch(), message.seq());
            String known = ids.putIfAbsent(position, message.id());
            assertThat(known == null ? message.id() : known)
                    .as(() -> position + " has one id")
                    .isEqualTo(message.id());
        });
    }
}
