package io.heartline.torture.check;

import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a position of an epoch belongs to one id, and that an id has one position in an epoch and one body.
 *
 * <p>If both sides of a split serve, they may give out the same positions. This is excused if the expectation allows it.
 */
final class PositionCheck implements EventVisitor {
    /** The idempotency window of the contract. An id that is pushed again later may be stored again. */
    private static final long WINDOW_MILLIS = 300_000;

    private static final int WINDOW_PUSHES = 1_000;

    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;

    PositionCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onAnswered(Answered answered) {
        UserState user = model.user(answered.user());
        MessageState message = user.messages.get(answered.id());
        if (message != null && answered.position() != null) {
            judge(user, message, answered.position(), new Sight(answered.at(), null, "was answered for " + message.id));
        }
    }

    @Override
    public void onDelivered(Delivered delivered) {
        ConnectionState link = model.link(delivered.link());
        MessageState message = link == null ? null : link.device.user.messages.get(delivered.id());
        if (link == null || message == null) {
            return;
        }
        Sight sight = new Sight(delivered.at(), link, "was delivered as " + message.id + " on " + link);
        judge(link.device.user, message, delivered.position(), sight);
        if (delivered.number() != message.number) {
            String sentence = message.id + " was pushed with body " + message.number + " and delivered with body "
                    + delivered.number() + " on " + link + ".";
            findings.report(sight.violation(Rule.BODY_CHANGED, link.device.user, sentence, List.of(message.id)));
        }
    }

    private void judge(UserState user, MessageState message, Position position, Sight sight) {
        EpochState epoch = user.epochs.get(position.epoch());
        if (epoch == null) {
            return;
        }
        MessageState there = epoch.at(position.seq());
        if (there != null && there != message) {
            String sentence = "(" + epoch + ", " + position.seq() + ") is the position of " + there.id + " and "
                    + sight.how + ".";
            report(sight.violation(Rule.POSITION_REUSED, user, sentence, List.of(there.id, message.id)));
        }
        if (message.epoch == epoch && message.seq != position.seq() && isRemembered(user, message, sight.at)) {
            String sentence = message + " is also at " + position.seq() + ", which " + sight.how + ".";
            report(sight.violation(Rule.STORED_TWICE, user, sentence, List.of(message.id)));
        }
    }

    private static boolean isRemembered(UserState user, MessageState message, long at) {
        return at - message.triedAt < WINDOW_MILLIS && user.messages.size() - message.ordinal < WINDOW_PUSHES;
    }

    private void report(Violation violation) {
        if (expectation.bothSidesServed() && model.nodes.excuse(Excuse.Kind.SPLIT, violation.at(), violation.at())) {
            findings.excuse(violation.rule());
        } else {
            findings.report(violation);
        }
    }

    /** The time and place at which a position was observed. */
    private record Sight(long at, @Nullable ConnectionState link, String how) {
        Violation violation(Rule rule, UserState user, String sentence, List<String> ids) {
            List<Long> links = link == null ? List.of() : List.of(link.number());
            return new Violation(rule, user.name, at, sentence, ids, links);
        }
    }
}
