package io.heartline.session.gateway;

import io.heartline.auth.ClientAuthenticator;
import io.heartline.auth.Principal;
import io.heartline.auth.Unauthorized;
import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ProtocolViolation;
import io.heartline.protocol.WirePosition;
import io.heartline.session.ConnectRequest;
import io.heartline.session.Disconnect;
import io.heartline.session.SessionContext;
import io.heartline.session.dialect.FrameDialect;
import io.heartline.session.transport.TimerWheel;
import io.heartline.session.transport.Transport;
import io.heartline.user.Attach;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for {@code hello} on an open transport, has its token checked, and opens the session. Owned by its gateway's
 * event loop.
 *
 * <pre>
 *   WAITING --hello--> CHECKING --principal--> DONE
 *      |                  |                      ^
 *      +-- anything else, too late, gone --------+
 * </pre>
 */
final class Handshake implements Transport.Receiver, TimerWheel.Task {
    private enum Phase {
        WAITING,
        CHECKING,
        DONE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private final SessionContext context;
    private final Transport transport;
    private final @Nullable ClientAuthenticator authenticator;
    private final ConnectionAcceptor acceptor;
    private final Queue<Buffer> early = new ArrayDeque<>(0);
    private Phase phase = Phase.WAITING;
    private long deadline;

    /** Without an {@code authenticator} the client is the user that it names. */
    Handshake(
            SessionContext context,
            Transport transport,
            @Nullable ClientAuthenticator authenticator,
            ConnectionAcceptor acceptor) {
        this.context = context;
        this.transport = transport;
        this.authenticator = authenticator;
        this.acceptor = acceptor;
    }

    void start() {
        setDeadline();
        context.timers().add(deadline, this);
        transport.receiver(this);
        transport.restrict();
    }

    private void setDeadline() {
        deadline = context.now() + context.config().helloWithin().toMillis();
    }

    @Override
    public long onDue(long now) {
        if (phase != Phase.DONE && now < deadline) {
            return deadline;
        }
        // If the event loop stalled, a hello that came in time may still wait on the socket.
        long heard =
                context.timers().lastStall() + context.config().helloWithin().toMillis();
        if (phase == Phase.WAITING && now < heard) {
            return heard;
        }
        if (phase == Phase.WAITING) {
            end(CloseCode.HELLO_TIMEOUT, "no hello came in time");
        } else if (phase == Phase.CHECKING) {
            end(CloseCode.UNAVAILABLE, "the token could not be checked in time");
        }
        return TimerWheel.NEVER;
    }

    @Override
    public void onText(Buffer text) {
        if (phase == Phase.CHECKING) {
            early.add(text.copy());
        } else if (phase == Phase.WAITING) {
            first(text);
        }
    }

    private void first(Buffer text) {
        try {
            ClientFrame frame = FrameCodec.decode(text);
            if (frame instanceof Hello hello) {
                phase = Phase.CHECKING;
                setDeadline();
                transport.pause();
                principal(hello).onComplete(who -> onPrincipal(hello, who), this::onRefused);
            } else {
                end(CloseCode.PROTOCOL_VIOLATION, "hello: must be the first frame");
            }
        } catch (ProtocolViolation violation) {
            end(violation.closeCode(), String.valueOf(violation.getMessage()));
        }
    }

    private Future<Principal> principal(Hello hello) {
        if (authenticator == null) {
            String user = hello.user();
            return user == null
                    ? Future.failedFuture(new ProtocolViolation(CloseCode.PROTOCOL_VIOLATION, "user: is missing"))
                    : Future.succeededFuture(new Principal(user, null, Long.MAX_VALUE));
        }
        String token = hello.token();
        return token == null
                ? Future.failedFuture(Unauthorized.invalid("token: is missing"))
                : authenticator.authenticate(token);
    }

    private void onPrincipal(Hello hello, Principal who) {
        if (phase != Phase.CHECKING) {
            return;
        }
        if (who.device() != null && hello.device() != null && !who.device().equals(hello.device())) {
            onRefused(Unauthorized.invalid("token: is for another device"));
            return;
        }
        if (acceptor.isDraining()) {
            end(CloseCode.DRAINING, "this node is leaving");
            return;
        }
        done();
        transport.unrestrict();
        Transport.Receiver next = acceptor.open(request(hello, who), transport);
        transport.receiver(next);
        early.forEach(next::onText);
    }

    private ConnectRequest request(Hello hello, Principal who) {
        String device = who.device() != null ? who.device() : hello.device();
        LiveSession session = new LiveSession(
                context.ids().get(),
                context.node(),
                context.index(),
                hello.attempt() < 0 ? LiveSession.NO_ATTEMPT : hello.attempt(),
                context.now(),
                transport.name());
        WirePosition position = hello.position();
        return new ConnectRequest(
                who.user(),
                session,
                new Attach.Target.Named(device != null ? device : context.ids().get()),
                context.config().keptFor(hello.keepMillis()).toMillis(),
                position == null ? null : new Position(position.epoch(), position.seq()),
                who.expiresAt(),
                who.issuedAt());
    }

    private void onRefused(Throwable failure) {
        if (failure instanceof Unauthorized refused) {
            context.security().refusedToken(refused, transport.remoteAddress());
            end(disconnect(refused));
        } else if (failure instanceof ProtocolViolation violation) {
            end(violation.closeCode(), String.valueOf(violation.getMessage()));
        } else {
            LOG.error("the authenticator failed", failure);
            end(CloseCode.INTERNAL_ERROR, "the token could not be checked");
        }
    }

    private static Disconnect disconnect(Unauthorized refused) {
        String reason = String.valueOf(refused.getMessage());
        if (refused.retryAfterMillis() > 0) {
            return new Disconnect(CloseCode.TRY_LATER, reason, refused.retryAfterMillis());
        }
        return new Disconnect(refused.isExpired() ? CloseCode.TOKEN_EXPIRED : CloseCode.UNAUTHORIZED, reason);
    }

    /** Closes a connection that has not become a session. */
    void end(CloseCode code, String reason) {
        end(new Disconnect(code, reason));
    }

    private void end(Disconnect disconnect) {
        if (phase != Phase.DONE) {
            early.clear();
            context.meters().closed(disconnect.code());
            FrameDialect.goodbye(transport, disconnect);
            done();
        }
    }

    private void done() {
        phase = Phase.DONE;
        acceptor.onHandshakeOver(this);
    }

    @Override
    public void onViolation(CloseCode code, String reason) {
        end(code, reason);
    }

    @Override
    public void onClosed() {
        if (phase != Phase.DONE) {
            early.clear();
            done();
        }
    }
}
