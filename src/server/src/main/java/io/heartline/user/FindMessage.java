package io.heartline.user;

import java.util.List;
import java.util.Optional;

/** Reads the delivery state of a message in the mailbox or the idempotency window. Changes nothing. */
public record FindMessage(String id, long now) implements UserCommand<Optional<MessageView>> {

    @Override
    public Transition<Optional<MessageView>> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        Message message = present.mailbox().find(id, now);
        Optional<MessageView> view = Optional.ofNullable(message).map(found -> view(present, found));
        return view.isPresent() ? Transition.confirmed(state, view) : Transition.of(state, view);
    }

    private static MessageView view(UserState state, Message message) {
        List<MessageView.Receiver> devices = state.devices().all().stream()
                .filter(device -> device.from() < message.seq())
                .map(device -> new MessageView.Receiver(device.name(), device.cursor() >= message.seq()))
                .toList();
        Position position = new Position(state.epoch(), message.seq());
        return new MessageView(message.id(), position, stateOf(state, message), message.at(), devices);
    }

    private static MessageView.State stateOf(UserState state, Message message) {
        if (message.expired()) {
            return MessageView.State.EXPIRED;
        }
        return state.mailbox().hasAcked(message) ? MessageView.State.ACKED : MessageView.State.STORED;
    }
}
