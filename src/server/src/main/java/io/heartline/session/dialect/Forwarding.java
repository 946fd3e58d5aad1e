package io.heartline.session.dialect;

import io.heartline.session.Arrival;
import io.heartline.session.Gateway;
import io.heartline.session.Inbound;
import io.heartline.session.Requests;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Texts of one plain client on their way to a service: at most once, since nobody tells the client what became of them. What
 * comes while as many as may be are on their way is dropped. Owned by its gateway's event loop.
 */
final class Forwarding {
    private final Gateway gateway;
    private final Arrival arrival;
    private final String to;
    private final Queue<String> early = new ArrayDeque<>(0);
    private String device = "";
    private int passing;

    Forwarding(Gateway gateway, Arrival arrival, String to) {
        this.gateway = gateway;
        this.arrival = arrival;
        this.to = to;
    }

    /** It is known now which device speaks: what came before goes first. */
    void open(String name) {
        device = name;
        early.forEach(this::send);
        early.clear();
    }

    void pass(String text) {
        if (passing + early.size() >= Requests.MOST) {
            gateway.meters().dropped();
        } else if (device.isEmpty()) {
            early.add(text);
        } else {
            send(text);
        }
    }

    private void send(String text) {
        passing++;
        gateway.inbound()
                .forward(
                        new Inbound.Caller(
                                arrival.user(), device, arrival.session().id()),
                        to,
                        text)
                .onComplete(sent -> passing--);
    }
}
