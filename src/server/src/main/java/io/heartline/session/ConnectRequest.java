package io.heartline.session;

import io.heartline.user.Attach;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated request of one client to connect.
 *
 * @param keepMillis the time for which the device is kept after it disconnects
 * @param position the last message that its application finished; null if the client names none
 * @param expiresAt the time at which the client's token expires, in milliseconds since 1970
 * @param issuedAt the time at which the client's token was issued, as {@link Attach} has it
 */
public record ConnectRequest(
        String user,
        LiveSession session,
        Attach.Target target,
        long keepMillis,
        @Nullable Position position,
        long expiresAt,
        long issuedAt) {}
