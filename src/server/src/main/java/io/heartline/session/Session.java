package io.heartline.session;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.CloseCode;
import io.heartline.session.transport.TimerWheel;
import io.heartline.session.transport.Transport;
import io.heartline.user.AttachOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Refused;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one device, from the attach to the detach. Owned by its gateway's event loop.
 *
 * <pre>
 *                 attached               close, evict, bye,
 *   ATTACHING ----------------> LIVE ---- socket gone ------> CLOSING ----------> CLOSED
 *       |                      |    ^                            ^     detached
 *       |           not held   v    | attached again             |
 *       |                      (attach again)                    |
 *       +------------- refused, unavailable, socket gone --------+
 * </pre>
 *
 * Frames that arrive while the session is attaching wait, because {@code welcome} must be the first frame that is
 * written. The detach runs once, and never before the attach is answered, even if the socket closes meanwhile.
 */
public final class Session implements Transport.Receiver, TimerWheel.Task {
    private enum Phase {
        ATTACHING,
        LIVE,
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final ClientConnection connection;
    private final Attachment attachment;
    private final Feed feed;
    private final SlowConsumerTimer slowTimer;
    private final LivenessCheck liveness;
    private final FrameHandler frames;
    private final Promise<Void> closed = Promise.promise();

    private Phase phase = Phase.ATTACHING;

    public Session(ClientConnection connection, SendWindow window) {
        this.connection = connection;
        slowTimer = new SlowConsumerTimer(
                connection.context().config(), connection.context().now());
        attachment = new Attachment(connection);
        feed = new Feed(connection, window, slowTimer, this::onFailure);
        liveness = new LivenessCheck(connection, feed, slowTimer);
        frames = new FrameHandler(connection, feed, this::close, this::sayBye);
    }

    public String id() {
        return connection.session();
    }

    /** The name of its transport. */
    public String transport() {
        return connection.transport().name();
    }

    /** Completes when the session is over and the entry does not hold it any more, as far as is known. */
    public Future<Void> closed() {
        return closed.future();
    }

    /** Attaches the session, which must be in its hub, so that no hint is missed from then on. */
    public void start() {
        connection.context().timers().add(connection.context().now(), this);
        attachment.attach(feed.room()).onComplete(this::onAttachAnswered, failure -> close(Disconnect.unavailable()));
    }

    private void onAttachAnswered(AttachOutcome outcome) {
        if (phase != Phase.ATTACHING) {
            return;
        }
        if (outcome instanceof Attached attached) {
            onAttached(attached);
        } else {
            AttachOutcome.Reason reason = ((Refused) outcome).reason();
            Disconnect refusal = Disconnect.refused(reason);
            if (reason == AttachOutcome.Reason.TOKEN_CUT_OFF) {
                connection
                        .context()
                        .security()
                        .forbiddenToken(refusal.reason(), connection.transport().remoteAddress());
            }
            close(refusal);
        }
    }

    private void onAttached(Attached outcome) {
        phase = Phase.LIVE;
        liveness.onAttached();
        connection.transport().resume();
        connection.dialect().welcome(outcome);
        LOG.debug(
                "session {} of user {}, device {} attached over {}",
                id(),
                connection.user(),
                outcome.device(),
                transport());
        feed.open(outcome);
        if (phase == Phase.LIVE) {
            frames.onAttached(outcome.device());
        }
    }

    /** A hint arrived: the user's mailbox has a message at {@code position}. */
    public void onHint(Position position, @Nullable Encoded encoded) {
        if (isOpen()) {
            feed.onHint(position, encoded);
        }
    }

    /** A transient message arrived. It is dropped while the session is attaching or its socket is full. */
    public void onTransient(Buffer frame) {
        if (phase == Phase.LIVE && !connection.transport().isFull()) {
            connection.dialect().transientMessage(frame);
        }
    }

    /** The entry holds the session no longer. */
    public void onEvict(Eviction.Cause cause) {
        close(Disconnect.evicted(cause));
    }

    /** Verifies that the entry holds the session and that no hint was lost. */
    public void audit() {
        if (phase == Phase.LIVE) {
            feed.audit();
        }
    }

    @Override
    public void onText(Buffer text) {
        frames.onText(text);
    }

    private void onFailure(Feed.Failure failure) {
        if (failure == Feed.Failure.UNAVAILABLE) {
            close(Disconnect.unavailable());
        } else if (phase == Phase.LIVE) {
            LOG.debug("session {} of user {}, device {} attaches again", id(), connection.user(), frames.device());
            Position position = feed.position();
            attachment
                    .reattach(position)
                    .onComplete(outcome -> onReattached(position, outcome), failed -> close(Disconnect.unavailable()));
        }
    }

    private void onReattached(Position position, AttachOutcome outcome) {
        if (phase != Phase.LIVE) {
            return;
        }
        Disconnect disconnect = Disconnect.afterReattach(position, outcome);
        if (disconnect == null) {
            feed.reopen((Attached) outcome);
        } else {
            close(disconnect);
        }
    }

    @Override
    public long onDue(long now) {
        Disconnect disconnect = isOpen() ? liveness.check(now) : null;
        if (disconnect != null) {
            close(disconnect);
        }
        return isOpen() ? liveness.due(now) : TimerWheel.NEVER;
    }

    @Override
    public void onHeard() {
        liveness.onHeard();
    }

    @Override
    public void onPong(Buffer payload) {
        long seq = phase == Phase.LIVE ? connection.dialect().acknowledgedBy(payload) : 0;
        if (seq > 0) {
            frames.carryOut(new ClientFrame.Ack(seq));
        }
    }

    @Override
    public void onDrained() {
        slowTimer.taken(connection.context().now());
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
        close(new Disconnect(code, reason));
    }

    /** Ends the session; does nothing if it is ending already. */
    public void close(Disconnect disconnect) {
        leave(disconnect);
    }

    /**
     * Ends the session of a device that said {@code bye}. If the entry could not be changed, the client has to say it
     * again.
     */
    private void sayBye() {
        Disconnect done = new Disconnect(CloseCode.NORMAL, "bye");
        end(done, true).onSuccess(known -> connection.dialect().disconnect(known ? done : Disconnect.unavailable()));
    }

    private void leave(@Nullable Disconnect disconnect) {
        if (!isOpen()) {
            return;
        }
        boolean forget = frames.hasUnansweredBye();
        if (disconnect != null) {
            connection.dialect().disconnect(disconnect);
        }
        end(disconnect, forget);
    }

    private Future<Boolean> end(@Nullable Disconnect disconnect, boolean forget) {
        phase = Phase.CLOSING;
        frames.end();
        LOG.debug(
                "session {} of user {}, device {} closes: {}",
                id(),
                connection.user(),
                frames.device(),
                disconnect == null ? "the socket is gone" : disconnect.code() + ", " + disconnect.reason());
        connection.context().meters().closed(disconnect == null ? null : disconnect.code());
        feed.close();
        return attachment.detach(forget).onComplete(done -> {
            phase = Phase.CLOSED;
            closed.complete();
        });
    }
}
