package io.heartline.torture.check;

import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What comes was pushed to that user, and not refused. Refusals that are still under way are waited for. */
final class Ghosts implements Watcher {
    private final World world;
    private final Findings findings;
    /** Came while no try of theirs was known to have stored anything. */
    private final Map<Message, Delivered> suspects = new HashMap<>();

    Ghosts(World world, Findings findings) {
        this.world = world;
        this.findings = findings;
    }

    @Override
    public void onDelivered(Delivered delivered) {
        Link link = world.link(delivered.link());
        if (link == null) {
            return;
        }
        Message message = link.device.user.messages.get(delivered.id());
        if (message == null) {
            report(link, delivered, "nobody pushed it to this user");
        } else if (!message.unknown && !message.answered) {
            suspects.putIfAbsent(message, delivered);
        }
    }

    @Override
    public void onAnswered(Answered answered) {
        Message message = world.user(answered.user()).messages.get(answered.id());
        if (message != null && answered.fate() != Fate.REFUSED) {
            suspects.remove(message);
        }
    }

    @Override
    public void onEnd() {
        suspects.forEach((message, delivered) -> {
            Link link = world.link(delivered.link());
            if (link != null && message.open == 0) {
                report(link, delivered, "every try was refused");
            }
        });
    }

    private void report(Link link, Delivered delivered, String why) {
        String sentence = delivered.id() + " came on " + link + " of device " + link.device + ", but " + why + ".";
        findings.report(new Violation(
                Rule.GHOST,
                link.device.user.name,
                delivered.at(),
                sentence,
                List.of(delivered.id()),
                List.of(link.number())));
    }
}
