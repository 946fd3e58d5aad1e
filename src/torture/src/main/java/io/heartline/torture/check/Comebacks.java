package io.heartline.torture.check;

import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Welcomed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Whoever a draining node sends away is back soon after the time that it was asked to wait, and in no second does a node see
 * more than twice its fair share of those who come.
 */
final class Comebacks implements Watcher {
    private static final int DRAINING = 4000;
    /** A client waits a little longer of itself, and the node that it tries first may be the one that is away. */
    private static final long LATE_MILLIS = 10_000;
    /** Of fewer in a second, chance alone makes twice as many now and then. */
    private static final int JUDGED_FROM = 50;

    private static final double MOST_OF_A_SHARE = 2;

    private final World world;
    private final Findings findings;
    /** By when those should be back that were sent away. */
    private final Map<Device, Long> due = new HashMap<>();
    /** The last one of each node. */
    private final Map<String, Drain> drains = new HashMap<>();

    private final Histogram late = new Histogram(3);
    private double mostOfAShare;
    private double fairShare;

    Comebacks(World world, Findings findings) {
        this.world = world;
        this.findings = findings;
    }

    @Override
    public void onGoodbye(Goodbye goodbye) {
        Link link = world.link(goodbye.link());
        if (goodbye.code() == DRAINING && link != null && link == link.device.link) {
            long back = goodbye.at() + goodbye.retryAfterMillis();
            due.put(link.device, back);
            String node = link.dialled.node();
            drain(node, goodbye.at()).sends(back);
        }
    }

    private Drain drain(String node, long at) {
        Drain drain = drains.get(node);
        if (drain != null && !drain.isOver(at)) {
            return drain;
        }
        if (drain != null) {
            judge(node, drain);
        }
        Drain next = new Drain(at, world.nodes.upBeside(node));
        drains.put(node, next);
        return next;
    }

    @Override
    public void onDialled(Dialled dialled) {
        drains.forEach((node, drain) -> {
            if (!node.equals(dialled.node())) {
                drain.sees(dialled.node(), dialled.at());
            }
        });
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        Link link = world.link(welcomed.link());
        Long back = link == null ? null : due.remove(link.device);
        if (link == null || back == null) {
            return;
        }
        long after = Math.max(0, welcomed.at() - back);
        late.recordValue(after);
        if (after > LATE_MILLIS && !world.nodes.isSplit()) {
            String sentence = "Device " + link.device + " was sent away until " + back + " ms, and is back " + after
                    + " ms after that on " + link + ".";
            findings.report(new Violation(
                    Rule.BACK_LATE, link.device.user.name, welcomed.at(), sentence, List.of(), List.of(link.number())));
        }
    }

    @Override
    public void onEnd() {
        drains.forEach(this::judge);
    }

    private void judge(String node, Drain drain) {
        double fair = drain.fairShare();
        if (fair < JUDGED_FROM) {
            return;
        }
        double most = drain.busiestSecond() / fair;
        if (most > mostOfAShare) {
            mostOfAShare = most;
            fairShare = fair;
        }
        if (most > MOST_OF_A_SHARE) {
            String sentence = "When " + node + " sent its clients away, another node saw " + drain.busiestSecond()
                    + " connections begin in a second, and its fair share were " + Math.round(fair) + ".";
            findings.report(new Violation(Rule.CROWDED, "", world.now, sentence, List.of(), List.of()));
        }
    }

    /** All so far. */
    Figures.Drains figures() {
        return new Figures.Drains(Figures.Spread.of(late), mostOfAShare, Math.round(fairShare));
    }
}
