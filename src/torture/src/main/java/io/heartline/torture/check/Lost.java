package io.heartline.torture.check;

import io.heartline.torture.check.Expectation.Leniency;
import io.heartline.torture.history.Event.Departing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every stored message reaches each device that is owed it, and where none was kept, one that comes later.
 *
 * <p>Judged where a device leaves for good: when it says bye, and at the end of the history. In the phase {@code calm}
 * and later it must have everything by then; before, only what it had {@code stuckMillis} for.
 */
final class Lost implements Watcher {
    /** A message may be on its way while a device leaves. */
    private static final long ON_ITS_WAY_MILLIS = 1_000;

    private final World world;
    private final Findings findings;
    private final Expectation expectation;
    private final Set<Message> named = new HashSet<>();

    Lost(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onDeparting(Departing departing) {
        Link link = world.link(departing.link());
        if (link != null && link == link.device.link) {
            judge(link.device, departing.at());
        }
    }

    @Override
    public void onEnd() {
        world.devices()
                .filter(device -> device.link != null && device.link.departedAt == Link.NEVER)
                .forEach(device -> judge(device, presentUntil(device)));
        world.users().forEach(this::judgeWhatReachedNobody);
    }

    private void judge(Device device, long until) {
        for (Message message : device.owed) {
            if (!device.hasReceived(message) && hadTime(device, message, until)) {
                report(device, message, until, "never came to device " + device.name);
            }
        }
    }

    private void judgeWhatReachedNobody(User user) {
        for (Message message : user.messages.values()) {
            if (!message.reached && message.isStored() && !named.contains(message)) {
                Device there = someoneThere(user, message);
                if (there != null) {
                    report(there, message, presentUntil(there), "reached no device");
                }
            }
        }
    }

    private @Nullable Device someoneThere(User user, Message message) {
        return user.devices.values().stream()
                .filter(device -> device.link != null && hadTime(device, message, presentUntil(device)))
                .findFirst()
                .orElse(null);
    }

    private boolean hadTime(Device device, Message message, long until) {
        if (device.link == null) {
            return false;
        }
        long since = Math.max(message.storedAt, device.link.welcomedAt());
        boolean hadAllTime = world.calmAt <= until && !isAway(device.link);
        long patience = hadAllTime ? ON_ITS_WAY_MILLIS : expectation.stuckMillis();
        return since + patience <= until
                && !message.mayHaveEnded(since + expectation.stuckMillis(), expectation.clockMillis());
    }

    /** Its connection broke; it may yet return, but does not within this history. */
    private static boolean isAway(Link link) {
        return !link.isLive() && link.departedAt == Link.NEVER;
    }

    private long presentUntil(Device device) {
        Link link = device.link;
        if (link == null) {
            return 0;
        }
        if (link.departedAt != Link.NEVER) {
            return link.departedAt;
        }
        boolean there = link.isLive() && !world.nodes.isSplit() && !world.nodes.isDown(link.dialled.node());
        return there ? world.now : Math.min(link.doubtedSince, world.now);
    }

    private void report(Device device, Message message, long until, String what) {
        named.add(message);
        if (isExcused(device.user, message)) {
            findings.excuse(Rule.LOST);
            return;
        }
        long link = device.link == null ? 0 : device.link.number();
        String sentence = message + ", known to be stored at " + message.storedAt + " ms, " + what
                + ", connected until " + until + " ms.";
        findings.report(
                new Violation(Rule.LOST, device.user.name, until, sentence, List.of(message.id), List.of(link)));
    }

    /** Only together with the numbering that it was in, and only where that was allowed. */
    private boolean isExcused(User user, Message message) {
        return expectation.leniency() == Leniency.NODES_LOST
                && user.epoch != null
                && user.epoch != message.epoch
                && world.nodes.excuse(Excuse.Kind.NODES_LOST, message.triedAt, user.epoch.firstSeenAt);
    }
}
