package io.heartline.torture.check;

import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Position;
import java.util.List;

/** Checks that positions increase on each connection from that of its welcome, and that first deliveries to a device increase. */
final class OrderCheck implements EventVisitor {
    private final RunModel model;
    private final Findings findings;

    OrderCheck(RunModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    @Override
    public void onDelivered(Delivered delivered) {
        ConnectionState link = model.link(delivered.link());
        if (link == null || link.welcome == null || !link.isOf(delivered.position())) {
            return;
        }
        long seq = delivered.position().seq();
        if (seq <= link.welcome.position().seq()) {
            report(
                    Rule.REDELIVERED_AFTER_ACK,
                    link,
                    delivered,
                    "was delivered, though the position of the welcome is "
                            + link.welcome.position().seq());
        } else if (seq > link.last) {
            judgeFirst(link, delivered);
        } else if (link.passedOver(seq)) {
            report(Rule.REORDERED, link, delivered, "was delivered after " + link.last);
        } else {
            report(Rule.DUPLICATE_ON_CONNECTION, link, delivered, "was delivered twice");
        }
    }

    private void judgeFirst(ConnectionState link, Delivered delivered) {
        MessageState message = link.device.user.messages.get(delivered.id());
        Position position = delivered.position();
        long highest = link.device.highest(position.epoch());
        if (message != null && !link.device.hasReceived(message) && position.seq() < highest) {
            report(Rule.REORDERED, link, delivered, "was delivered for the first time after " + highest);
        }
    }

    private void report(Rule rule, ConnectionState link, Delivered delivered, String what) {
        String sentence = delivered.id() + " at " + delivered.position().seq() + " " + what + ", on " + link
                + " of device " + link.device + ".";
        findings.report(new Violation(
                rule,
                link.device.user.name,
                delivered.at(),
                sentence,
                List.of(delivered.id()),
                List.of(link.number())));
    }
}
