package io.heartline.torture.check;

import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a user's epoch changes only if the faults excuse it, and never within a connection. */
final class EpochCheck implements EventVisitor {
    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;

    EpochCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onAnswered(Answered answered) {
        if (answered.position() != null) {
            String epoch = answered.position().epoch();
            judge(model.user(answered.user()), epoch, answered.at(), null);
        }
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        ConnectionState link = model.link(welcomed.link());
        if (link != null) {
            judge(link.device.user, welcomed.position().epoch(), welcomed.at(), link);
        }
    }

    @Override
    public void onDelivered(Delivered delivered) {
        ConnectionState link = model.link(delivered.link());
        if (link == null) {
            return;
        }
        judge(link.device.user, delivered.position().epoch(), delivered.at(), link);
        if (link.welcome != null && !link.isOf(delivered.position())) {
            String sentence = link + " of device " + link.device + " was welcomed in epoch "
                    + link.welcome.position().epoch() + " and got " + delivered.id() + " in epoch "
                    + delivered.position().epoch() + ".";
            findings.report(violation(Rule.RESET_NOT_REPORTED, link.device.user, delivered.at(), sentence, link));
        }
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        UserState user = model.user(seen.user());
        boolean saidBefore = user.seen != null && user.seen.epoch() == null;
        if (seen.epoch() != null) {
            judge(user, seen.epoch(), seen.at(), null);
        } else if (user.epoch != null && user.epoch.firstSeenAt < seen.askedAt() && !saidBefore) {
            judge(user, "unknown", seen.at(), null);
        }
    }

    private void judge(UserState user, String epoch, long at, @Nullable ConnectionState link) {
        if (user.epoch == null || user.epochs.containsKey(epoch)) {
            return;
        }
        if (!expectation.isStrict() && model.nodes.excuseAny(user.epoch.lastSeenAt, at)) {
            findings.excuse(Rule.EPOCH_CHANGED);
            return;
        }
        String sentence =
                "Epoch " + user.epoch + ", last seen at " + user.epoch.lastSeenAt + " ms, became " + epoch + ".";
        findings.report(violation(Rule.EPOCH_CHANGED, user, at, sentence, link));
    }

    private static Violation violation(
            Rule rule, UserState user, long at, String sentence, @Nullable ConnectionState link) {
        return new Violation(
                rule, user.name, at, sentence, List.of(), link == null ? List.of() : List.of(link.number()));
    }
}
