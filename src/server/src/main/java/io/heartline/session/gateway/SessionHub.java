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
 * The sessions of one gateway, by id: from before their attach is submitted until their detach is answered. Owned by its
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

    /** Whether this gateway has a session of that id. */
    boolean holds(String session) {
        return sessions.containsKey(session);
    }

    /** How many there are; may be read on any thread. */
    int size() {
        return size;
    }

    List<Session> all() {
        return List.copyOf(sessions.values());
    }

    /** Completes when there are none. */
    Future<Void> empty() {
        return sessions.isEmpty() ? Future.succeededFuture() : emptied.future();
    }

    /** Something may have been missed: every session makes sure of its place soon. */
    void audit() {
        audits.start(all());
    }

    @Override
    public void onMessage(String user, String session, Position position, @Nullable Encoded encoded) {
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

    /** The entry holds a session that is not here: a burst of hints for it makes one detach. */
    private void onUnknownSession(String user, String session) {
        if (unknownSessions.add(session)) {
            context.store()
                    .submit(user, new Detach(session, false, context.now()))
                    .onSuccess(detached -> context.outcomes().detached(user, detached))
                    .onComplete(done -> unknownSessions.remove(session));
        }
    }
}
