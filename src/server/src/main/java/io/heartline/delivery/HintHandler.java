package io.heartline.delivery;

import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Receives the hints for the sessions of a gateway, on its event loop. A hint may come twice, late or never. */
public interface HintHandler {
    /**
     * The user's mailbox has a message at this position.
     *
     * @param encoded to be written if it is the next one; null if only the position is known
     */
    void onHint(String user, String session, Position position, @Nullable Encoded encoded);

    /** A transient message for this session. */
    void onTransient(String user, String session, Buffer frame);

    /** The entry holds this session no longer. */
    void onEvict(String user, String session, Eviction.Cause cause);

    /**
     * Hints were lost: any session of this gateway may be behind.
     *
     * @param node the node that sent them; empty if that is not known
     */
    void onGap(String node);
}
