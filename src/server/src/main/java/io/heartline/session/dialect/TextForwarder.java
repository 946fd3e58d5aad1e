package io.heartline.session.dialect;

import io.heartline.session.ConnectRequest;
import io.heartline.session.RequestQuota;
import io.heartline.session.ServiceRequests;
import io.heartline.session.SessionContext;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Forwards the texts of one plain client to a service, at most once, because the client gets no answer. Drops a text if
 * too many are in flight. Owned by its gateway's event loop.
 */
final class TextForwarder {
    private final SessionContext context;
    private final ConnectRequest request;
    private final String to;
    private final Queue<String> early = new ArrayDeque<>(0);
    private String device = "";
    private int sending;

    TextForwarder(SessionContext context, ConnectRequest request, String to) {
        this.context = context;
        this.request = request;
        this.to = to;
    }

    /** Sets the name of the device; the texts that came before are sent first. */
    void open(String name) {
        device = name;
        early.forEach(this::send);
        early.clear();
    }

    void forward(String text) {
        if (sending + early.size() >= RequestQuota.MOST) {
            context.meters().dropped();
        } else if (device.isEmpty()) {
            early.add(text);
        } else {
            send(text);
        }
    }

    private void send(String text) {
        sending++;
        context.services()
                .forward(
                        new ServiceRequests.Caller(
                                request.user(), device, request.session().id()),
                        to,
                        text)
                .onComplete(sent -> sending--);
    }
}
