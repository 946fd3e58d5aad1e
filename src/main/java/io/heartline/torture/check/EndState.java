package io.heartline.torture.check;

import io.heartline.torture.history.Event.UserSeen;
import java.util.List;

/** When all devices have said bye, nothing is pending and no session is listed. */
final class EndState implements Watcher {
    private final World world;
    private final Findings findings;

    EndState(World world, Findings findings) {
        this.world = world;
        this.findings = findings;
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
        boolean anyDevice = user.devices.values().stream().anyMatch(device -> device.link != null);
        if (seen.pending() != 0 && anyDevice) {
            report(Rule.MAILBOX_NOT_EMPTY, seen, "At the end " + seen.pending() + " messages are pending.");
        }
        List<Device> forgotten = user.devices.values().stream()
                .filter(device -> hasLeft(device) && seen.devices().contains(device.name))
                .toList();
        if (!forgotten.isEmpty()) {
            List<Long> links = forgotten.stream().map(EndState::lastLink).toList();
            String sentence = "At the end these devices are kept, whose bye was confirmed: " + forgotten + ".";
            findings.report(new Violation(Rule.KEPT_AFTER_BYE, seen.user(), seen.at(), sentence, List.of(), links));
        }
        if (!seen.sessions().isEmpty()) {
            report(
                    Rule.GHOST_SESSION,
                    seen,
                    "At the end these sessions are listed: " + String.join(", ", seen.sessions()) + ".");
        }
    }

    private static boolean hasLeft(Device device) {
        return device.link != null && device.link == device.dialled && device.link.byeConfirmed;
    }

    private static long lastLink(Device device) {
        return device.link == null ? 0 : device.link.number();
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
