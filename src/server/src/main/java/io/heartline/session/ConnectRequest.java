package io.heartline.session;

import io.heartline.user.Attach;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import org.jspecify.annotations.Nullable;

/**
 * Who has connected, and as what.
 *
 * @param keepMillis how long the device is kept after it disconnects
 * @param position the last message that its application finished; null where it names none
 * @param expiresAt when what proved the user's identity stops doing so, in milliseconds since 1970
 */
public record ConnectRequest(
        String user,
        LiveSession session,
        Attach.Target target,
        long keepMillis,
        @Nullable Position position,
        long expiresAt) {}
