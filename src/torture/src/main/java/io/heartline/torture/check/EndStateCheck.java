package io.heartline.torture.check;

import io.heartline.torture.history.Event.UserSeen;
import java.util.List;
import java.util.stream.Stream;

/** Checks the end of a run: no message is pending, no session is listed, and no device is known after its bye. */
final class EndStateCheck implements EventVisitor {
    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;

    EndStateCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onEnd() {
        model.users().forEach(user -> {
            if (user.seen != null && user.seen.askedAt() >= model.endAt) {
                judge(user, user.seen);
            }
        });
    }

    private void judge(UserState user, UserSeen seen) {
        boolean excused = judgeKept(user, seen);
        boolean anyDevice = user.devices.values().stream().anyMatch(device -> device.link != null);
        if (seen.pending() != 0 && anyDevice && !excused) {
            report(Rule.MAILBOX_NOT_EMPTY, seen, "At the end " + seen.pending() + " messages are pending.");
        }
        if (!seen.sessions().isEmpty()) {
            report(
                    Rule.GHOST_SESSION,
                    seen,
                    "At the end these sessions are still listed: " + String.join(", ", seen.sessions()) + ".");
        }
    }

    /** True if devices are known after their bye, and all of them are excused. Their messages are then excused, too. */
    private boolean judgeKept(UserState user, UserSeen seen) {
        List<ConnectionState> kept = user.devices.values().stream()
                .filter(device -> seen.devices().contains(device.name))
                .flatMap(EndStateCheck::confirmedBye)
                .toList();
        List<ConnectionState> unexcused =
                kept.stream().filter(link -> !isExcused(link)).toList();
        if (!unexcused.isEmpty()) {
            List<DeviceState> devices =
                    unexcused.stream().map(link -> link.device).toList();
            String sentence =
                    "At the end these devices are still known, though their bye was confirmed: " + devices + ".";
            List<Long> links = unexcused.stream().map(ConnectionState::number).toList();
            findings.report(new Violation(Rule.KEPT_AFTER_BYE, seen.user(), seen.at(), sentence, List.of(), links));
        } else if (!kept.isEmpty()) {
            findings.excuse(Rule.KEPT_AFTER_BYE);
        }
        return !kept.isEmpty() && unexcused.isEmpty();
    }

    /** The last connection of a device, if it ended with a confirmed bye. */
    private static Stream<ConnectionState> confirmedBye(DeviceState device) {
        ConnectionState link = device.link;
        return link != null && link == device.dialled && link.byeConfirmed ? Stream.of(link) : Stream.of();
    }

    /** After a split, the other side may still know the device, and bring it back with the merge. */
    private boolean isExcused(ConnectionState link) {
        return expectation.bothSidesServed() && model.nodes.excuse(Excuse.Kind.SPLIT, link.departedAt, link.endedAt);
    }

    private void report(Rule rule, UserSeen seen, String sentence) {
        List<Long> links = seen.sessions().stream()
                .map(model::session)
                .filter(link -> link != null)
                .map(ConnectionState::number)
                .toList();
        findings.report(new Violation(rule, seen.user(), seen.at(), sentence, List.of(), links));
    }
}
