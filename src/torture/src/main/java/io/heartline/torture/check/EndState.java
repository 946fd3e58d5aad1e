package io.heartline.torture.check;

import io.heartline.torture.history.Event.UserSeen;
import java.util.List;
import java.util.stream.Stream;

/** When all devices have said bye, nothing is pending and no session is listed. */
final class EndState implements Watcher {
    private final World world;
    private final Findings findings;
    private final Expectation expectation;

    EndState(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onEnd() {
        world.users().forEach(user -> {
            if (user.seen != null && user.seen.askedAt() >= world.endAt) {
                judge(user, user.seen);
            }
        });
    }

    private void judge(User user, UserSeen seen) {
        boolean excused = judgeKept(user, seen);
        boolean anyDevice = user.devices.values().stream().anyMatch(device -> device.link != null);
        if (seen.pending() != 0 && anyDevice && !excused) {
            report(Rule.MAILBOX_NOT_EMPTY, seen, "At the end " + seen.pending() + " messages are pending.");
        }
        if (!seen.sessions().isEmpty()) {
            report(
                    Rule.GHOST_SESSION,
                    seen,
                    "At the end these sessions are listed: " + String.join(", ", seen.sessions()) + ".");
        }
    }

    /** Whether devices are kept that said bye, and all of them are excused: what they are owed is, too. */
    private boolean judgeKept(User user, UserSeen seen) {
        List<Link> kept = user.devices.values().stream()
                .filter(device -> seen.devices().contains(device.name))
                .flatMap(EndState::confirmedBye)
                .toList();
        List<Link> unexcused = kept.stream().filter(link -> !isExcused(link)).toList();
        if (!unexcused.isEmpty()) {
            List<Device> devices = unexcused.stream().map(link -> link.device).toList();
            String sentence = "At the end these devices are kept, whose bye was confirmed: " + devices + ".";
            List<Long> links = unexcused.stream().map(Link::number).toList();
            findings.report(new Violation(Rule.KEPT_AFTER_BYE, seen.user(), seen.at(), sentence, List.of(), links));
        } else if (!kept.isEmpty()) {
            findings.excuse(Rule.KEPT_AFTER_BYE);
        }
        return !kept.isEmpty() && unexcused.isEmpty();
    }

    /** The last connection of a device, where it ended with a bye that was confirmed. */
    private static Stream<Link> confirmedBye(Device device) {
        Link link = device.link;
        return link != null && link == device.dialled && link.byeConfirmed ? Stream.of(link) : Stream.of();
    }

    /** The side that did not hear of a goodbye brings the device along when it comes back. */
    private boolean isExcused(Link link) {
        return expectation.bothSidesServed() && world.nodes.excuse(Excuse.Kind.SPLIT, link.departedAt, link.endedAt);
    }

    private void report(Rule rule, UserSeen seen, String sentence) {
        List<Long> links = seen.sessions().stream()
                .map(world::session)
                .filter(link -> link != null)
                .map(Link::number)
                .toList();
        findings.report(new Violation(rule, seen.user(), seen.at(), sentence, List.of(), links));
    }
}
