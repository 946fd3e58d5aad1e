package io.heartline.torture.check;

import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Welcomed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Checks the clients of a draining node: each reconnects soon after the delay that it was asked for, and no other node gets more than
 * twice its fair share of them in any second.
 */
final class ReconnectCheck implements EventVisitor {
    private static final int DRAINING = 4000;
    /** Clients add a delay of their own, and the first node that they try may be the one that has ended. */
    private static final long LATE_MILLIS = 10_000;
    /** With fewer connections a second, twice as many may occur by chance. */
    private static final int JUDGED_FROM = 50;

    private static final double MOST_OF_A_SHARE = 2;

    private final RunModel model;
    private final Findings findings;
    /** The times at which disconnected devices should be back. */
    private final Map<DeviceState, Long> due = new HashMap<>();
    /** The latest drain of each node. */
    private final Map<String, DrainReconnects> drains = new HashMap<>();

    private final Histogram late = new Histogram(3);
    private double mostOfAShare;
    private double fairShare;

    ReconnectCheck(RunModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    @Override
    public void onGoodbye(Goodbye goodbye) {
        ConnectionState link = model.link(goodbye.link());
        if (goodbye.code() == DRAINING && link != null && link == link.device.link) {
            long back = goodbye.at() + goodbye.retryAfterMillis();
            due.put(link.device, back);
            String node = link.dialled.node();
            drain(node, goodbye.at()).sends(back);
        }
    }

    private DrainReconnects drain(String node, long at) {
        DrainReconnects drain = drains.get(node);
        if (drain != null && !drain.isOver(at)) {
            return drain;
        }
        if (drain != null) {
            judge(node, drain);
        }
        DrainReconnects next = new DrainReconnects(at, model.nodes.upBeside(node));
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
        ConnectionState link = model.link(welcomed.link());
        Long back = link == null ? null : due.remove(link.device);
        if (link == null || back == null) {
            return;
        }
        long after = Math.max(0, welcomed.at() - back);
        late.recordValue(after);
        if (after > LATE_MILLIS && !model.nodes.isSplit()) {
            String sentence = "Device " + link.device + " was asked to reconnect at " + back + " ms, and did so "
                    + after + " ms later, on " + link + ".";
            findings.report(new Violation(
                    Rule.RECONNECTED_LATE,
                    link.device.user.name,
                    welcomed.at(),
                    sentence,
                    List.of(),
                    List.of(link.number())));
        }
    }

    @Override
    public void onEnd() {
        drains.forEach(this::judge);
    }

    private void judge(String node, DrainReconnects drain) {
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
            String sentence = "When " + node + " drained, another node got " + drain.busiestSecond()
                    + " new connections in a second; its fair share was " + Math.round(fair) + ".";
            findings.report(new Violation(Rule.RECONNECTS_UNEVEN, "", model.now, sentence, List.of(), List.of()));
        }
    }

    /** The figures so far. */
    Figures.Drains figures() {
        return new Figures.Drains(Figures.Spread.of(late), mostOfAShare, Math.round(fairShare));
    }
}
