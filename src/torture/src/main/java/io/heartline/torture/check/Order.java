package io.heartline.torture.check;

import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Position;
import java.util.List;

/** Positions rise on a connection from where its welcome stands, and first deliveries to a device rise over all. */
final class Order implements Watcher {
    private final World world;
    private final Findings findings;

    Order(World world, Findings findings) {
        this.world = world;
        this.findings = findings;
    }

    @Override
    public void onDelivered(Delivered delivered) {
        Link link = world.link(delivered.link());
        if (link == null || link.welcome == null || !link.isOf(delivered.position())) {
            return;
        }
        long seq = delivered.position().seq();
        if (seq <= link.welcome.position().seq()) {
            report(
                    Rule.CAME_AGAIN,
                    link,
                    delivered,
                    "came though the welcome stands at "
                            + link.welcome.position().seq());
        } else if (seq > link.last) {
            judgeFirst(link, delivered);
        } else if (link.passedOver(seq)) {
            report(Rule.REORDERED, link, delivered, "came behind " + link.last);
        } else {
            report(Rule.TWICE_ON_A_LINK, link, delivered, "came twice");
        }
    }

    private void judgeFirst(Link link, Delivered delivered) {
        Message message = link.device.user.messages.get(delivered.id());
        Position position = delivered.position();
        long highest = link.device.highest(position.epoch());
        if (message != null && !link.device.hasReceived(message) && position.seq() < highest) {
            report(Rule.REORDERED, link, delivered, "came for the first time after " + highest + " had come");
        }
    }

    private void report(Rule rule, Link link, Delivered delivered, String what) {
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
