package io.heartline.torture.check;

import io.heartline.torture.check.Expectation.Leniency;
import io.heartline.torture.history.Event.Departing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every stored message reaches each device that the server must remember, or, if there was none, a later one.
 *
 * <p>Runs when a device leaves: at its bye, and at the end of the history. From the phase {@code calm} on it must have received
 * everything; before, only what was stored at least {@code stuckMillis} ago.
 */
final class LossCheck implements EventVisitor {
    /** The time for messages that are on their way while a device leaves. */
    private static final long ON_ITS_WAY_MILLIS = 1_000;

    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;
    private final Set<MessageState> named = new HashSet<>();

    LossCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onDeparting(Departing departing) {
        ConnectionState link = model.link(departing.link());
        if (link != null && link == link.device.link) {
            judge(link.device, departing.at());
        }
    }

    @Override
    public void onEnd() {
        model.devices()
                .filter(device -> device.link != null && device.link.departedAt == ConnectionState.NEVER)
                .forEach(device -> judge(device, presentUntil(device)));
        model.users().forEach(this::judgeWhatReachedNobody);
    }

    private void judge(DeviceState device, long until) {
        for (MessageState message : device.owed) {
            if (!device.hasReceived(message) && hadTime(device, message, until)) {
                report(device, message, until, "was not delivered to device " + device.name);
            }
        }
    }

    private void judgeWhatReachedNobody(UserState user) {
        for (MessageState message : user.messages.values()) {
            if (!message.reached && message.isStored() && !named.contains(message)) {
                DeviceState there = someoneThere(user, message);
                if (there != null) {
                    report(there, message, presentUntil(there), "was delivered to no device");
                }
            }
        }
    }

    private @Nullable DeviceState someoneThere(UserState user, MessageState message) {
        return user.devices.values().stream()
                .filter(device -> device.link != null && hadTime(device, message, presentUntil(device)))
                .findFirst()
                .orElse(null);
    }

    private boolean hadTime(DeviceState device, MessageState message, long until) {
        if (device.link == null) {
            return false;
        }
        long since = Math.max(message.storedAt, device.link.welcomedAt());
        boolean hadAllTime = model.calmAt <= until && !isAway(device.link);
        long patience = hadAllTime ? ON_ITS_WAY_MILLIS : expectation.stuckMillis();
        return since + patience <= until
                && !message.mayHaveEnded(since + expectation.stuckMillis(), expectation.clockMillis());
    }

    /** True if its connection broke, and the device did not reconnect within the history. */
    private static boolean isAway(ConnectionState link) {
        return !link.isLive() && link.departedAt == ConnectionState.NEVER;
    }

    private long presentUntil(DeviceState device) {
        ConnectionState link = device.link;
        if (link == null) {
            return 0;
        }
        if (link.departedAt != ConnectionState.NEVER) {
            return link.departedAt;
        }
        boolean there = link.isLive() && !model.nodes.isSplit() && !model.nodes.isDown(link.dialled.node());
        return there ? model.now : Math.min(link.doubtedSince, model.now);
    }

    private void report(DeviceState device, MessageState message, long until, String what) {
        named.add(message);
        if (isExcused(device.user, message)) {
            findings.excuse(Rule.LOST);
            return;
        }
        long link = device.link == null ? 0 : device.link.number();
        String sentence = message + ", stored at " + message.storedAt + " ms, " + what + ", which was connected until "
                + until + " ms.";
        findings.report(
                new Violation(Rule.LOST, device.user.name, until, sentence, List.of(message.id), List.of(link)));
    }

    /** True if the message was lost together with its epoch, and the faults excuse that. */
    private boolean isExcused(UserState user, MessageState message) {
        return expectation.leniency() == Leniency.NODES_LOST
                && user.epoch != null
                && user.epoch != message.epoch
                && model.nodes.excuse(Excuse.Kind.NODES_LOST, message.triedAt, user.epoch.firstSeenAt);
    }
}
