package io.heartline.torture.check;

import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Checks that a welcome resumes after the messages that the device acknowledged, and that {@code resumed} is right.
 *
 * <p>Not checked: the first welcome of a device, and a device that the server may have forgotten, unless the welcome says
 * {@code resumed}.
 */
final class ResumptionCheck implements EventVisitor {
    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;

    ResumptionCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        ConnectionState link = model.link(welcomed.link());
        if (link == null || link.device.link == null || link.device.link.welcome == null || isOvertaken(link)) {
            return;
        }
        Position before = link.device.link.welcome.position();
        if (before.epoch().equals(welcomed.position().epoch())) {
            judgeSameEpoch(link, welcomed);
        } else if (welcomed.resumed() && knowsOnly(link, before)) {
            report(
                    Rule.RESET_NOT_REPORTED,
                    link,
                    welcomed,
                    "the welcome says resumed, though its position was in epoch " + before.epoch());
        }
    }

    private void judgeSameEpoch(ConnectionState link, Welcomed welcomed) {
        boolean excused = !expectation.isStrict() && !welcomed.resumed() && model.mayBeUnknown(link.device);
        boolean kept = link.device.isKept(welcomed.at()) && !excused;
        long finished = finished(link, welcomed.position().epoch());
        boolean above = welcomed.position().seq() > finished && !isAllRemembered(link, welcomed.position(), finished);
        if (above && (kept || welcomed.resumed())) {
            report(Rule.SKIPPED, link, welcomed, "it had acknowledged no more than " + finished);
        } else if (kept && !welcomed.resumed() && expectation.isStrict()) {
            report(
                    Rule.RESET_REPORTED_WRONGLY,
                    link,
                    welcomed,
                    "the welcome does not say resumed, though the server had to remember it");
        }
    }

    /** True if no device must receive the messages in between. */
    private static boolean isAllRemembered(ConnectionState link, Position welcome, long finished) {
        UserState user = link.device.user;
        EpochState epoch = user.epochs.get(welcome.epoch());
        return epoch != null
                && LongStream.rangeClosed(finished + 1, welcome.seq()).allMatch(seq -> user.mayRemember(epoch, seq));
    }

    /** The highest seq that it acknowledged, sent in its hello, or got in its previous welcome. */
    private static long finished(ConnectionState link, String epoch) {
        DeviceState device = link.device;
        long finished = device.acked(epoch);
        Position hello = link.dialled.position();
        if (hello != null && hello.epoch().equals(epoch)) {
            finished = Math.max(finished, hello.seq());
        }
        return device.link == null || device.link.welcome == null
                ? finished
                : Math.max(finished, device.link.welcome.position().seq());
    }

    /** True if the device can't know the new epoch: its hello has the old one or none, and no other connection was in between. */
    private static boolean knowsOnly(ConnectionState link, Position before) {
        Position hello = link.dialled.position();
        return hello != null ? hello.epoch().equals(before.epoch()) : link.nextAfterItsLast;
    }

    private static boolean isOvertaken(ConnectionState link) {
        return link.device.link != null && link.dialled.attempt() < link.device.link.dialled.attempt();
    }

    private void report(Rule rule, ConnectionState link, Welcomed welcomed, String why) {
        String sentence = "Device " + link.device + " was welcomed at "
                + welcomed.position().seq() + " of epoch " + welcomed.position().epoch() + " on " + link + "; " + why
                + ".";
        findings.report(
                new Violation(rule, link.device.user.name, welcomed.at(), sentence, List.of(), List.of(link.number())));
    }
}
