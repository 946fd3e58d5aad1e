package io.heartline.torture.check;

import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A welcome continues from what the device acknowledged, and says so exactly where that is so.
 *
 * <p>Not judged: the first welcome of a device, and where it may not have been kept, unless it is told that it resumes.
 */
final class Resumption implements Watcher {
    private final World world;
    private final Findings findings;
    private final Expectation expectation;

    Resumption(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        Link link = world.link(welcomed.link());
        if (link == null || link.device.link == null || link.device.link.welcome == null || isOvertaken(link)) {
            return;
        }
        Position before = link.device.link.welcome.position();
        if (before.epoch().equals(welcomed.position().epoch())) {
            judgeSameEpoch(link, welcomed);
        } else if (welcomed.resumed() && knowsOnly(link, before)) {
            report(
                    Rule.NOT_TOLD,
                    link,
                    welcomed,
                    "it is told that it resumes, though its position was in epoch " + before.epoch());
        }
    }

    private void judgeSameEpoch(Link link, Welcomed welcomed) {
        boolean excused = !expectation.isStrict() && !welcomed.resumed() && world.mayBeUnknown(link.device);
        boolean kept = link.device.isKept(welcomed.at()) && !excused;
        long finished = finished(link, welcomed.position().epoch());
        boolean above = welcomed.position().seq() > finished && !isAllRemembered(link, welcomed.position(), finished);
        if (above && (kept || welcomed.resumed())) {
            report(Rule.SKIPPED, link, welcomed, "it had finished no more than " + finished);
        } else if (kept && !welcomed.resumed() && expectation.isStrict()) {
            report(Rule.TOLD_WRONGLY, link, welcomed, "it is told that it does not resume, though it was kept");
        }
    }

    /** Whether nobody is owed what stands between. */
    private static boolean isAllRemembered(Link link, Position welcome, long finished) {
        User user = link.device.user;
        Epoch epoch = user.epochs.get(welcome.epoch());
        return epoch != null
                && LongStream.rangeClosed(finished + 1, welcome.seq()).allMatch(seq -> user.mayRemember(epoch, seq));
    }

    /** What it acknowledged, said in its hello, or was told in the welcome before. */
    private static long finished(Link link, String epoch) {
        Device device = link.device;
        long finished = device.acked(epoch);
        Position hello = link.dialled.position();
        if (hello != null && hello.epoch().equals(epoch)) {
            finished = Math.max(finished, hello.seq());
        }
        return device.link == null || device.link.welcome == null
                ? finished
                : Math.max(finished, device.link.welcome.position().seq());
    }

    /** The hello says the old epoch, or says nothing, and no other connection can have told of the new one. */
    private static boolean knowsOnly(Link link, Position before) {
        Position hello = link.dialled.position();
        return hello != null ? hello.epoch().equals(before.epoch()) : link.nextAfterItsLast;
    }

    private static boolean isOvertaken(Link link) {
        return link.device.link != null && link.dialled.attempt() < link.device.link.dialled.attempt();
    }

    private void report(Rule rule, Link link, Welcomed welcomed, String why) {
        String sentence = "Device " + link.device + " is welcomed at "
                + welcomed.position().seq() + " of epoch " + welcomed.position().epoch() + " on " + link + "; " + why
                + ".";
        findings.report(
                new Violation(rule, link.device.user.name, welcomed.at(), sentence, List.of(), List.of(link.number())));
    }
}
