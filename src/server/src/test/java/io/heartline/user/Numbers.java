package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** Remembers which number was given to which id: within an epoch, none is ever given to two. */
final class Numbers {
    private final Map<Position, String> ids = new HashMap<>();

    Numbers() {}

    /** Knows what the other knows, and learns apart from it. */
    Numbers(Numbers known) {
        ids.putAll(known.ids);
    }

    /** Sees all that a state holds. */
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
