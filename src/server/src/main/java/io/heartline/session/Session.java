package io.heartline.session;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.ProtocolViolation;
import io.heartline.protocol.ServerFrame;
import io.heartline.session.transport.Heartbeat;
import io.heartline.session.transport.Transport;
import io.heartline.user.AttachOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Refused;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live connection of one device, from the attach to the detach. Owned by its gateway's event loop.
 *
 * <pre>
 *                 attached               close, evict, bye,
 *   ATTACHING ----------------> LIVE ---- socket gone ------> CLOSING ----------> CLOSED
 *       |                      |    ^                            ^     detached
 *       |           not held   v    | attached again             |
 *       |                    (claims its place)                  |
 *       +------------- refused, unavailable, socket gone --------+
 * </pre>
 *
 * While attaching, what the client says waits: nothing may be written before {@code welcome}. The detach runs once, and
 * never before the attach has been answered, whatever happens to the socket meanwhile.
 */
public final class Session implements Transport.Receiver, Heartbeat.Beat {
    private enum Phase {
        ATTACHING,
        LIVE,
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** How often a session that is attaching is looked at. */
    private static final long ATTACHING_MILLIS = 1_000;

    private final Link link;
    private final Booking booking;
    private final Feed feed;
    private final Patience patience;
    private final Vigil vigil;
    private final Requests requests;
    private final Promise<Void> closed = Promise.promise();
    private final Queue<ClientFrame> early = new ArrayDeque<>(0);

    private Phase phase = Phase.ATTACHING;
    private String device = "";

    public Session(Link link, SendWindow window) {
        this.link = link;
        patience = new Patience(link.gateway().config(), link.gateway().now());
        booking = new Booking(link);
        feed = new Feed(link, window, patience, this::onTrouble);
        vigil = new Vigil(link, feed, patience);
        requests = new Requests(link);
    }

    public String id() {
        return link.session();
    }

    /** What carries it, by name. */
    public String transport() {
        return link.transport().name();
    }

    /** Completes when the session is over and the entry does not hold it any more, as far as could be found out. */
    public Future<Void> closed() {
        return closed.future();
    }

    /** Attaches; the session must be in its hub, so that it hears of what is stored from then on. */
    public void start() {
        link.gateway().heartbeat().add(link.gateway().now(), this);
        booking.take(feed.room()).onComplete(this::onAnswered, failure -> close(Parting.unavailable()));
    }

    private void onAnswered(AttachOutcome outcome) {
        if (phase != Phase.ATTACHING) {
            return;
        }
        if (outcome instanceof Attached attached) {
            onAttached(attached);
        } else {
            close(Parting.refused(((Refused) outcome).reason()));
        }
    }

    private void onAttached(Attached outcome) {
        phase = Phase.LIVE;
        device = outcome.device();
        vigil.onHeard();
        link.transport().resume();
        link.dialect().welcome(outcome);
        LOG.debug("session {} attached", id());
        feed.open(outcome);
        while (phase == Phase.LIVE && !early.isEmpty()) {
            carryOut(early.remove());
        }
    }

    /** The user's mailbox has a message there. */
    public void onHint(Position position, @Nullable Encoded encoded) {
        if (isOpen()) {
            feed.onHint(position, encoded);
        }
    }

    /** A message for whoever is there: not for a session that is attaching, or whose socket is full. */
    public void onTransient(Buffer frame) {
        if (phase == Phase.LIVE && !link.transport().isFull()) {
            link.dialect().transientMessage(frame);
        }
    }

    /** The entry holds the session no longer. */
    public void onEvict(Eviction.Cause cause) {
        close(Parting.evicted(cause));
    }

    /** Makes sure that the entry holds the session and that no hint was lost. */
    public void audit() {
        if (phase == Phase.LIVE) {
            feed.audit();
        }
    }

    @Override
    public void onText(Buffer text) {
        try {
            ClientFrame frame = isOpen() ? link.dialect().read(text) : null;
            if (frame != null && phase == Phase.ATTACHING) {
                early.add(frame);
            } else if (frame != null) {
                carryOut(frame);
            }
        } catch (ProtocolViolation violation) {
            close(violation.closeCode(), String.valueOf(violation.getMessage()));
        }
    }

    private void carryOut(ClientFrame frame) {
        try {
            onFrame(frame);
        } catch (RuntimeException e) {
            LOG.error("session {} failed on a frame", id(), e);
            close(CloseCode.INTERNAL_ERROR, "the server failed on a frame");
        }
    }

    private void onFrame(ClientFrame frame) {
        if (frame instanceof ClientFrame.Ack ack) {
            if (feed.onAck(ack.seq()) == SendWindow.Verdict.VIOLATION) {
                close(CloseCode.PROTOCOL_VIOLATION, "ack: is above the last seq that was sent");
            }
        } else if (frame instanceof ClientFrame.Ping) {
            link.dialect().answer(new ServerFrame.Pong());
        } else if (frame instanceof ClientFrame.Send send) {
            requests.ask(device, send).onSuccess(this::reply);
        } else if (frame instanceof ClientFrame.Bye) {
            sayBye();
        } else if (frame instanceof ClientFrame.Hello) {
            close(CloseCode.PROTOCOL_VIOLATION, "hello: comes once");
        }
    }

    private void reply(ServerFrame answer) {
        if (phase == Phase.LIVE) {
            link.dialect().answer(answer);
        }
    }

    private void onTrouble(Feed.Trouble trouble) {
        if (trouble == Feed.Trouble.UNAVAILABLE) {
            close(Parting.unavailable());
        } else if (phase == Phase.LIVE) {
            LOG.debug("session {} attaches again", id());
            Position position = feed.position();
            booking.claim(position)
                    .onComplete(outcome -> onClaimed(position, outcome), failure -> close(Parting.unavailable()));
        }
    }

    private void onClaimed(Position position, AttachOutcome outcome) {
        if (phase != Phase.LIVE) {
            return;
        }
        if (outcome instanceof Attached attached) {
            if (attached.resumed() && attached.position().epoch().equals(position.epoch())) {
                feed.reopen(attached);
            } else {
                close(Parting.evicted(Eviction.Cause.POSITION_LOST));
            }
        } else {
            close(Parting.unclaimed(((Refused) outcome).reason()));
        }
    }

    @Override
    public long onDue(long now) {
        if (isOpen() && now >= link.arrival().expiresAt()) {
            close(CloseCode.TOKEN_EXPIRED, "the token has expired");
        } else if (phase == Phase.LIVE) {
            Parting over = vigil.look(now);
            if (over != null) {
                close(over);
            }
        }
        if (!isOpen()) {
            return Heartbeat.NEVER;
        }
        long next = phase == Phase.LIVE ? vigil.due(now) : now + ATTACHING_MILLIS;
        return Math.min(next, link.arrival().expiresAt());
    }

    @Override
    public void onHeard() {
        vigil.onHeard();
    }

    @Override
    public void onPong(Buffer payload) {
        long seq = phase == Phase.LIVE ? link.dialect().proved(payload) : 0;
        if (seq > 0) {
            carryOut(new ClientFrame.Ack(seq));
        }
    }

    @Override
    public void onDrained() {
        patience.taken(link.gateway().now());
        if (phase == Phase.LIVE) {
            feed.onDrained();
        }
    }

    @Override
    public void onViolation(CloseCode code, String reason) {
        close(code, reason);
    }

    @Override
    public void onClosed() {
        leave(null);
    }

    private boolean isOpen() {
        return phase == Phase.ATTACHING || phase == Phase.LIVE;
    }

    private void close(CloseCode code, String reason) {
        close(new Parting(code, reason));
    }

    /** Ends the session; once it is ending, nothing happens. */
    public void close(Parting parting) {
        leave(parting);
    }

    /** The device is done: it is told so when it is known to be kept no longer, else that it has to say so again. */
    private void sayBye() {
        Parting done = new Parting(CloseCode.NORMAL, "bye");
        end(done, true).onSuccess(known -> link.dialect().part(known ? done : Parting.unavailable()));
    }

    private void leave(@Nullable Parting parting) {
        if (!isOpen()) {
            return;
        }
        boolean forget = early.contains(new ClientFrame.Bye()); // said, and not yet answered
        if (parting != null) {
            link.dialect().part(parting);
        }
        end(parting, forget);
    }

    private Future<Boolean> end(@Nullable Parting parting, boolean forget) {
        phase = Phase.CLOSING;
        early.clear();
        LOG.debug("session {} closes: {}", id(), parting == null ? "socket gone" : parting.code());
        link.gateway().meters().closed(parting == null ? null : parting.code());
        feed.close();
        return booking.giveUp(forget).onComplete(done -> {
            phase = Phase.CLOSED;
            closed.complete();
        });
    }
}
