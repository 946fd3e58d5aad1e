package io.heartline.torture.check;

import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbering of a user begins anew only where the run excuses it, and never on a connection that goes on. */
final class Epochs implements Watcher {
    private final World world;
    private final Findings findings;
    private final Expectation expectation;

    Epochs(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onAnswered(Answered answered) {
        if (answered.position() != null) {
            String epoch = answered.position().epoch();
            judge(world.user(answered.user()), epoch, answered.at(), null);
        }
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        Link link = world.link(welcomed.link());
        if (link != null) {
            judge(link.device.user, welcomed.position().epoch(), welcomed.at(), link);
        }
    }

    @Override
    public void onDelivered(Delivered delivered) {
        Link link = world.link(delivered.link());
        if (link == null) {
            return;
        }
        judge(link.device.user, delivered.position().epoch(), delivered.at(), link);
        if (link.welcome != null && !link.isOf(delivered.position())) {
            String sentence = link + " of device " + link.device + " was welcomed in epoch "
                    + link.welcome.position().epoch() + " and got " + delivered.id() + " in epoch "
                    + delivered.position().epoch() + ".";
            findings.report(violation(Rule.NOT_TOLD, link.device.user, delivered.at(), sentence, link));
        }
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        User user = world.user(seen.user());
        boolean saidBefore = user.seen != null && user.seen.epoch() == null;
        if (seen.epoch() != null) {
            judge(user, seen.epoch(), seen.at(), null);
        } else if (user.epoch != null && user.epoch.firstSeenAt < seen.askedAt() && !saidBefore) {
            judge(user, "unknown", seen.at(), null);
        }
    }

    private void judge(User user, String epoch, long at, @Nullable Link link) {
        if (user.epoch == null || user.epochs.containsKey(epoch)) {
            return;
        }
        if (!expectation.isStrict() && world.nodes.excuseAny(user.epoch.lastSeenAt, at)) {
            findings.excuse(Rule.EPOCH_CHANGED);
            return;
        }
        String sentence =
                "Epoch " + user.epoch + ", last seen at " + user.epoch.lastSeenAt + " ms, became " + epoch + ".";
        findings.report(violation(Rule.EPOCH_CHANGED, user, at, sentence, link));
    }

    private static Violation violation(Rule rule, User user, long at, String sentence, @Nullable Link link) {
        return new Violation(
                rule, user.name, at, sentence, List.of(), link == null ? List.of() : List.of(link.number()));
    }
}
