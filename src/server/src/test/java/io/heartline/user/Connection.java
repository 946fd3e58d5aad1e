package io.heartline.user;

import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.PullOutcome.Pulled;
import java.util.List;

/** A connection of a {@link User} in a test, with its attach command and its welcome. */
record Connection(User user, Attach command, Attached welcome) {
    String device() {
        return welcome.device();
    }

    String id() {
        return command.session().id();
    }

    boolean resumed() {
        return welcome.resumed();
    }

    /** The position at which the connection started: it is owed every message after this seq. */
    long start() {
        return welcome.position().seq();
    }

    /** The ids of the messages in the first page, which came with the welcome. */
    List<String> backlog() {
        return ids(welcome.page());
    }

    /** The sessions that this attach evicted, each with its cause. */
    List<String> evicted() {
        return welcome.evictions().stream()
                .map(eviction -> eviction.session().id() + " " + eviction.cause())
                .toList();
    }

    Acked acks(long seq) {
        return (Acked) acking(seq);
    }

    AckOutcome acking(long seq) {
        return user.does(new Ack(id(), welcome.position().epoch(), seq, user.now));
    }

    Page pulls(long after, int messages) {
        return ((Pulled) pulling(after, new ReadLimit(messages, 1 << 20))).page();
    }

    PullOutcome pulling(long after, ReadLimit limit) {
        return user.does(new Pull(id(), welcome.position().epoch(), after, limit, user.now));
    }

    /** The ids of the messages that a pull from the start returns. */
    List<String> receives() {
        return ids(pulls(start(), 1_000));
    }

    List<PresenceChange> closes() {
        return user.does(new Detach(id(), false, user.now)).presence();
    }

    List<PresenceChange> saysBye() {
        return user.does(new Detach(id(), true, welcome.device(), user.now)).presence();
    }

    Removed isRemoved() {
        return user.does(new RemoveSession(id(), user.now));
    }

    static List<String> ids(Page page) {
        return page.messages().stream().map(Message::id).toList();
    }
}
