package io.heartline.torture.check;

import static io.heartline.torture.check.Edits.delivered;
import static io.heartline.torture.check.Edits.first;
import static io.heartline.torture.check.Edits.inEpoch;
import static io.heartline.torture.check.Edits.inserted;
import static io.heartline.torture.check.Edits.last;
import static io.heartline.torture.check.Edits.lastDelivery;
import static io.heartline.torture.check.Edits.lastSeen;
import static io.heartline.torture.check.Edits.later;
import static io.heartline.torture.check.Edits.replaced;
import static io.heartline.torture.check.Edits.swapped;
import static io.heartline.torture.check.Edits.without;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import java.util.function.UnaryOperator;

/** A fault of a server, applied to the history of a {@link PerfectRun}, and the rule that must report it. */
@SuppressWarnings("ImmutableEnumChecker") // the operators have no state
enum Mutation {
    DROPS_THE_LAST_MESSAGE(Rule.LOST, history -> without(history, delivered(history, "device-1", "sure-3"))),
    DROPS_IT_FOR_EVERYONE(
            Rule.LOST, history -> without(history, e -> e instanceof Delivered d && d.id().equals("sure-3"))),
    DROPS_ONE_IN_BETWEEN(Rule.GAP, history -> without(history, delivered(history, "device-1", "sure-1"))),
    EXPIRES_EARLY(Rule.EXPIRED_EARLY, history -> without(history, delivered(history, "device-1", "sure-2"))),
    SWAPS_TWO(Rule.REORDERED, history -> {
        int first = first(history, delivered(history, "device-1", "sure-1"));
        return swapped(history, first, first + 1);
    }),
    SENDS_TWICE(Rule.DUPLICATE_ON_CONNECTION, history -> {
        int last = last(history, e -> e instanceof Delivered);
        return inserted(history, last + 1, history.get(last));
    }),
    SENDS_WHAT_IS_FINISHED(Rule.REDELIVERED_AFTER_ACK, history -> {
        Delivered last = (Delivered) history.get(last(history, e -> e instanceof Delivered));
        long below = ((Welcomed) history.get(last(history, e -> e instanceof Welcomed w && w.link() == last.link())))
                .position()
                .seq();
        Delivered old = new Delivered(last.at(), last.link(), new Position("e1", below), last.id(), last.number());
        return inserted(history, history.indexOf(last) + 1, old);
    }),
    STARTS_TOO_HIGH(Rule.SKIPPED, history -> {
        int last = last(history, e -> e instanceof Welcomed);
        Welcomed w = (Welcomed) history.get(last);
        Position higher = new Position("e1", w.position().seq() + 1);
        return replaced(
                history,
                last,
                new Welcomed(w.at(), w.link(), w.session(), w.nodeId(), w.resumed(), higher, w.pending()));
    }),
    TELLS_OF_A_LOSS_THAT_IS_NONE(Rule.RESET_REPORTED_WRONGLY, history -> {
        int last = last(history, e -> e instanceof Welcomed);
        Welcomed w = (Welcomed) history.get(last);
        return replaced(
                history,
                last,
                new Welcomed(w.at(), w.link(), w.session(), w.nodeId(), false, w.position(), w.pending()));
    }),
    MIXES_IDS_UP(
            Rule.POSITION_REUSED,
            history -> lastDelivery(
                    history, d -> new Delivered(d.at(), d.link(), d.position(), "sure-1", "sure-1".hashCode()))),
    MIXES_BODIES_UP(
            Rule.BODY_CHANGED,
            history ->
                    lastDelivery(history, d -> new Delivered(d.at(), d.link(), d.position(), d.id(), d.number() + 1))),
    DELIVERS_WHAT_IT_REFUSED(Rule.GHOST_MESSAGE, history -> {
        int last = last(history, e -> e instanceof Delivered);
        Delivered d = (Delivered) history.get(last);
        Position next = new Position("e1", d.position().seq() + 1);
        return inserted(history, last + 1, new Delivered(d.at(), d.link(), next, "no", "no".hashCode()));
    }),
    MAKES_MESSAGES_UP(
            Rule.GHOST_MESSAGE,
            history -> lastDelivery(history, d -> new Delivered(d.at(), d.link(), d.position(), "made-up", 1))),
    STORES_TWICE(Rule.STORED_TWICE, history -> {
        Answered a = (Answered) history.get(last(history, e -> e instanceof Answered x && x.id().equals("sure-1")));
        Position other =
                new Position("e1", a.position() == null ? 0 : a.position().seq() + 5);
        int at = last(history, e -> e instanceof Answered);
        long now = history.get(at).at();
        return inserted(
                history,
                at + 1,
                new Tried(now, a.user(), a.id(), "sure-1".hashCode(), 0, Event.Channel.HTTP, a.node()),
                new Answered(now, a.user(), a.id(), a.node(), a.fate(), 202, "", other, true));
    }),
    CHANGES_THE_EPOCH(Rule.EPOCH_CHANGED, history -> {
        int from = last(history, e -> e instanceof Dialled);
        return inEpoch("e2", history, from + 1);
    }),
    CHANGES_THE_EPOCH_AND_SAYS_NOTHING(Rule.RESET_NOT_REPORTED, CHANGES_THE_EPOCH.act),
    KEEPS_A_SESSION(
            Rule.GHOST_SESSION,
            history -> lastSeen(
                    history,
                    u -> new UserSeen(
                            u.at(),
                            u.askedAt(),
                            u.user(),
                            u.node(),
                            true,
                            u.epoch(),
                            u.head(),
                            0,
                            List.of("s-1"),
                            u.devices()))),
    KEEPS_A_MESSAGE(Rule.MAILBOX_NOT_EMPTY, history -> lastSeen(history, u -> seen(u, 1, u.devices()))),
    KEEPS_A_DEVICE(Rule.KEPT_AFTER_BYE, history -> {
        String device = ((Dialled) history.get(first(history, e -> e instanceof Dialled))).device();
        return lastSeen(history, u -> seen(u, 0, List.of(device)));
    }),
    LISTS_WHO_IS_GONE(Rule.PRESENCE, history -> {
        int bye = last(history, e -> e instanceof Ended ended && ended.code() == 0);
        long gone = ((Ended) history.get(bye)).link();
        int at = last(history, e -> e instanceof Dialled);
        long now = history.get(at).at() + 30_000;
        List<Event> shifted = later(history, at, 30_000);
        return inserted(
                shifted,
                at,
                new UserSeen(now, now, PerfectRun.USER, "node-1", true, "e1", 1, 0, List.of("s-" + gone), List.of()));
    }),
    FORGETS_WHO_IS_THERE(Rule.PRESENCE, history -> {
        int at = first(history, e -> e instanceof Tried t && t.id().equals("sure-1"));
        UserSeen u = (UserSeen) history.get(at - 1);
        UserSeen wrong = new UserSeen(
                u.at(),
                u.askedAt(),
                u.user(),
                u.node(),
                true,
                u.epoch(),
                0,
                0,
                u.sessions().subList(1, 3),
                u.devices());
        return later(replaced(history, at - 1, wrong), at, 3_000);
    }),
    WAITS_TOO_LONG(
            Rule.STUCK, history -> later(history, first(history, delivered(history, "device-1", "sure-1")), 95_000)),
    DIES(
            Rule.NODE_ENDED,
            history -> inserted(
                    history,
                    history.size(),
                    new NodeLost(history.get(history.size() - 1).at(), "node-3", "ended")));

    final Rule rule;
    private final UnaryOperator<List<Event>> act;

    Mutation(Rule rule, UnaryOperator<List<Event>> act) {
        this.rule = rule;
        this.act = act;
    }

    List<Event> of(List<Event> history) {
        return act.apply(history);
    }

    /** An answer about a user, except for pending messages and known devices. */
    private static UserSeen seen(UserSeen u, long pending, List<String> devices) {
        return new UserSeen(
                u.at(),
                u.askedAt(),
                u.user(),
                u.node(),
                u.online(),
                u.epoch(),
                u.head(),
                pending,
                u.sessions(),
                devices);
    }
}
