package io.heartline.session.gateway;

import io.heartline.delivery.Encoded;
import io.heartline.delivery.HintHandler;
import io.heartline.session.Session;
import io.heartline.session.SessionContext;
import io.heartline.user.Detach;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one gateway by id, from before the attach is submitted until the detach is answered. Owned by its
 * gateway's event loop.
 */
final class SessionHub implements HintHandler {
    private final SessionContext context;
    private final Audits audits;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Set<String> unknownSessions = new HashSet<>();
    private Promise<Void> emptied = Promise.promise();
    private volatile int size;

    SessionHub(SessionContext context) {
        this.context = context;
        this.audits = new Audits(context.timers(), context.clock());
    }

    void add(Session session) {
        sessions.put(session.id(), session);
        size = sessions.size();
        context.meters().opened(session.transport());
        session.closed().onComplete(closed -> remove(session));
    }

    private void remove(Session session) {
        sessions.remove(session.id());
        size = sessions.size();
        if (sessions.isEmpty()) {
            Promise<Void> waiting = emptied;
            emptied = Promise.promise();
            waiting.complete();
        }
    }

    /** Tells whether this gateway has the session. */
    boolean holds(String session) {
        return sessions.containsKey(session);
    }

    /** The number of sessions; may be called on any thread. */
    int size() {
        return size;
    }

    List<Session> all() {
        return List.copyOf(sessions.values());
    }

    /** Completes when no session is left. */
    Future<Void> empty() {
        return sessions.isEmpty() ? Future.succeededFuture() : emptied.future();
    }

    /** Lets every session verify soon that its entry holds it, because hints may have been lost. */
    void audit() {
        audits.start(all());
    }

    @Override
    public void onHint(String user, String session, Position position, @Nullable Encoded encoded) {
        Session known = sessions.get(session);
        if (known != null) {
            known.onHint(position, encoded);
        } else {
            onUnknownSession(user, session);
        }
    }

    @Override
    public void onTransient(String user, String session, Buffer frame) {
        Session known = sessions.get(session);
        if (known != null) {
            known.onTransient(frame);
        } else {
            onUnknownSession(user, session);
        }
    }

    @Override
    public void onEvict(String user, String session, Eviction.Cause cause) {
        Session known = sessions.get(session);
        if (known != null) {
            known.onEvict(cause);
        }
    }

    @Override
    public void onGap(String node) {
        audit();
    }

    /** Detaches a session that an entry holds and this gateway has not. A burst of hints for it makes one detach. */
    private void onUnknownSession(String user, String session) {
        if (unknownSessions.add(session)) {
            context.store()
                    .submit(user, new Detach(session, false, context.now()))
                    .onSuccess(detached -> context.outcomes().detached(user, detached))
                    .onComplete(done -> unknownSessions.remove(session));
        }
    }
}
