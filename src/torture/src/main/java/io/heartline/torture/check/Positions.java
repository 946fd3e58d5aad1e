package io.heartline.torture.check;

import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A position of an epoch belongs to one id, an id has one position of an epoch, and one body.
 *
 * <p>While a cluster is split, both sides number in the same epoch; where that is allowed, a clash then is excused.
 */
final class Positions implements Watcher {
    /** The idempotency window of the contract; an id that is pushed again after it may be stored again. */
    private static final long WINDOW_MILLIS = 300_000;

    private static final int WINDOW_PUSHES = 1_000;

    private final World world;
    private final Findings findings;
    private final Expectation expectation;

    Positions(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onAnswered(Answered answered) {
        User user = world.user(answered.user());
        Message message = user.messages.get(answered.id());
        if (message != null && answered.position() != null) {
            judge(user, message, answered.position(), new Sight(answered.at(), null, "was answered to " + message.id));
        }
    }

    @Override
    public void onDelivered(Delivered delivered) {
        Link link = world.link(delivered.link());
        Message message = link == null ? null : link.device.user.messages.get(delivered.id());
        if (link == null || message == null) {
            return;
        }
        Sight sight = new Sight(delivered.at(), link, "came as " + message.id + " on " + link);
        judge(link.device.user, message, delivered.position(), sight);
        if (delivered.number() != message.number) {
            String sentence = message.id + " was pushed with body " + message.number + " and came with body "
                    + delivered.number() + " on " + link + ".";
            findings.report(sight.violation(Rule.BODY_CHANGED, link.device.user, sentence, List.of(message.id)));
        }
    }

    private void judge(User user, Message message, Position position, Sight sight) {
        Epoch epoch = user.epochs.get(position.epoch());
        if (epoch == null) {
            return;
        }
        Message there = epoch.at(position.seq());
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

    private static boolean isRemembered(User user, Message message, long at) {
        return at - message.triedAt < WINDOW_MILLIS && user.messages.size() - message.ordinal < WINDOW_PUSHES;
    }

    private void report(Violation violation) {
        if (expectation.bothSidesServed() && world.nodes.excuse(Excuse.Kind.SPLIT, violation.at(), violation.at())) {
            findings.excuse(violation.rule());
        } else {
            findings.report(violation);
        }
    }

    /** When and where a position was seen. */
    private record Sight(long at, @Nullable Link link, String how) {
        Violation violation(Rule rule, User user, String sentence, List<String> ids) {
            List<Long> links = link == null ? List.of() : List.of(link.number());
            return new Violation(rule, user.name, at, sentence, ids, links);
        }
    }
}
