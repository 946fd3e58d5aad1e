package io.heartline.torture.check;

import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that every delivered message was pushed to that user, and not refused. Waits for answers that are under way. */
final class GhostCheck implements EventVisitor {
    private final RunModel model;
    private final Findings findings;
    /** Messages that were delivered before any attempt was known to be stored. */
    private final Map<MessageState, Delivered> suspects = new HashMap<>();

    GhostCheck(RunModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    @Override
    public void onDelivered(Delivered delivered) {
        ConnectionState link = model.link(delivered.link());
        if (link == null) {
            return;
        }
        MessageState message = link.device.user.messages.get(delivered.id());
        if (message == null) {
            report(link, delivered, "it was never pushed to this user");
        } else if (!message.unknown && !message.answered) {
            suspects.putIfAbsent(message, delivered);
        }
    }

    @Override
    public void onAnswered(Answered answered) {
        MessageState message = model.user(answered.user()).messages.get(answered.id());
        if (message != null && answered.fate() != Fate.REFUSED) {
            suspects.remove(message);
        }
    }

    @Override
    public void onEnd() {
        suspects.forEach((message, delivered) -> {
            ConnectionState link = model.link(delivered.link());
            if (link != null && message.open == 0) {
                report(link, delivered, "every attempt was refused");
            }
        });
    }

    private void report(ConnectionState link, Delivered delivered, String why) {
        String sentence =
                delivered.id() + " was delivered on " + link + " of device " + link.device + ", but " + why + ".";
        findings.report(new Violation(
                Rule.GHOST_MESSAGE,
                link.device.user.name,
                delivered.at(),
                sentence,
                List.of(delivered.id()),
                List.of(link.number())));
    }
}
