package io.heartline.session;

import io.heartline.protocol.CloseCode;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Eviction;
import org.jspecify.annotations.Nullable;

/**
 * How the server ends a connection.
 *
 * @param reason a sentence for the client
 * @param retryAfterMillis how long the client is asked to wait; null where it is not
 */
public record Parting(CloseCode code, String reason, @Nullable Long retryAfterMillis) {
    public Parting(CloseCode code, String reason) {
        this(code, reason, null);
    }

    /** The store does not answer. */
    static Parting unavailable() {
        return new Parting(CloseCode.UNAVAILABLE, "the cluster can't serve this now");
    }

    /** It took or acknowledged nothing for too long. */
    public static Parting slow() {
        return new Parting(CloseCode.SLOW_CONSUMER, "nothing was acknowledged or taken for too long");
    }

    /** Nothing came from it for too long. */
    public static Parting silent() {
        return new Parting(CloseCode.HEARTBEAT_LOST, "nothing was heard from you");
    }

    /** The entry holds the session no longer. */
    static Parting evicted(Eviction.Cause cause) {
        if (cause == Eviction.Cause.REPLACED) {
            return new Parting(CloseCode.REPLACED, "the same device has connected again");
        }
        return cause == Eviction.Cause.POSITION_LOST
                ? new Parting(CloseCode.POSITION_LOST, "positions were lost")
                : new Parting(CloseCode.REMOVED, "an operator removed this session");
    }

    /** The entry held it once, and would not have it back. */
    static Parting unclaimed(AttachOutcome.Reason reason) {
        return switch (reason) {
            case OLDER_ATTEMPT -> evicted(Eviction.Cause.REPLACED);
            case NOT_KEPT -> evicted(Eviction.Cause.POSITION_LOST);
            case TOO_MANY_DEVICES -> refused(reason);
        };
    }

    /** The entry never held it. */
    static Parting refused(AttachOutcome.Reason reason) {
        return new Parting(
                CloseCode.TRY_LATER,
                reason == AttachOutcome.Reason.OLDER_ATTEMPT
                        ? "a newer connection of this device is live"
                        : "as many devices of this user are live as may be");
    }
}
