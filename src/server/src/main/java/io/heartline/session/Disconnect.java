package io.heartline.session;

import io.heartline.protocol.CloseCode;
import io.heartline.user.AttachOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Refused;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import org.jspecify.annotations.Nullable;

/**
 * The close code and the reason with which the server ends a connection.
 *
 * @param reason a sentence for the client
 * @param retryAfterMillis the time for which the client is asked to wait; null if it is not asked
 */
public record Disconnect(
        CloseCode code, String reason, @Nullable Long retryAfterMillis) {
    public Disconnect(CloseCode code, String reason) {
        this(code, reason, null);
    }

    /** The store does not answer. */
    static Disconnect unavailable() {
        return new Disconnect(CloseCode.UNAVAILABLE, "the cluster can't serve this now");
    }

    /** The token of the client has expired. */
    static Disconnect tokenExpired() {
        return new Disconnect(CloseCode.TOKEN_EXPIRED, "the token has expired");
    }

    /** The client took or acknowledged nothing for too long. */
    public static Disconnect slow() {
        return new Disconnect(CloseCode.SLOW_CONSUMER, "nothing was acknowledged or taken for too long");
    }

    /** The client sent nothing for too long. */
    public static Disconnect silent() {
        return new Disconnect(CloseCode.HEARTBEAT_LOST, "nothing was heard from you");
    }

    /** The entry holds the session no longer. */
    static Disconnect evicted(Eviction.Cause cause) {
        if (cause == Eviction.Cause.REPLACED) {
            return new Disconnect(CloseCode.REPLACED, "the same device has connected again");
        }
        return cause == Eviction.Cause.POSITION_LOST
                ? new Disconnect(CloseCode.POSITION_LOST, "positions were lost")
                : new Disconnect(CloseCode.REMOVED, "an operator removed this session");
    }

    /** The end of a session that had to attach again at {@code position}; null if it goes on. */
    static @Nullable Disconnect afterReattach(Position position, AttachOutcome outcome) {
        if (outcome instanceof Attached attached) {
            boolean samePosition =
                    attached.resumed() && attached.position().epoch().equals(position.epoch());
            return samePosition ? null : evicted(Eviction.Cause.POSITION_LOST);
        }
        return notReattached(((Refused) outcome).reason());
    }

    /** The entry held the session once, and refused to attach it again. */
    private static Disconnect notReattached(AttachOutcome.Reason reason) {
        return switch (reason) {
            case OLDER_ATTEMPT -> evicted(Eviction.Cause.REPLACED);
            case NOT_KEPT -> evicted(Eviction.Cause.POSITION_LOST);
            case TOO_MANY_DEVICES -> refused(reason);
            case TOKEN_CUT_OFF -> evicted(Eviction.Cause.REMOVED);
        };
    }

    /** The entry refused to attach the session. */
    static Disconnect refused(AttachOutcome.Reason reason) {
        if (reason == AttachOutcome.Reason.TOKEN_CUT_OFF) {
            return new Disconnect(
                    CloseCode.UNAUTHORIZED, "the token was issued before an operator disconnected the user");
        }
        return new Disconnect(
                CloseCode.TRY_LATER,
                reason == AttachOutcome.Reason.OLDER_ATTEMPT
                        ? "a newer connection of this device is live"
                        : "as many devices of this user are live as may be");
    }
}
