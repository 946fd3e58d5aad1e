package io.heartline.delivery;

import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A gateway's sessions, as the bus sees them. Called on the gateway's event loop. A hint may come twice, late or never. */
public interface HintHandler {
    /**
     * The user's mailbox has a message at this position.
     *
     * @param encoded to be written if it is the next one; null where only the position is told
     */
    void onHint(String user, String session, Position position, @Nullable Encoded encoded);

    /** A transient message for whoever is there. */
    void onTransient(String user, String session, Buffer frame);

    /** The entry holds this session no longer. */
    void onEvict(String user, String session, Eviction.Cause cause);

    /**
     * Hints were lost: any session of this gateway may be behind.
     *
     * @param node the node that sent them; empty where that can't be told
     */
    void onGap(String node);
}
