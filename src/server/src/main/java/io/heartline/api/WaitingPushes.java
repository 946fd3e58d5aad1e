package io.heartline.api;

import io.heartline.delivery.PushResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits the pushes of one gateway that wait for an acknowledgement: in all, and of each publisher, so that one publisher can't
 * take the places of the others. They are counted apart from the pushes that are being stored. Owned by the gateway's event
 * loop.
 */
final class WaitingPushes {
    /** The limit for all publishers together. */
    static final int MOST = 10_000;
    /** The limit for one publisher. */
    static final int MOST_OF_ONE = 2_500;

    private static final Duration UNTIL_ANSWERED = Duration.ofSeconds(5);

    private final int most;
    private final int mostOfOne;
    private final long mostBytes;
    private final Map<String, Integer> waiting = new HashMap<>();
    private int count;
    private long bytes;

    /** Limits without a number of bytes: for requests that keep no body while they wait. */
    WaitingPushes(int most, int mostOfOne) {
        this(most, mostOfOne, Long.MAX_VALUE);
    }

    /** @param mostBytes the most bytes of the bodies of all requests that wait */
    WaitingPushes(int most, int mostOfOne, long mostBytes) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.mostBytes = mostBytes;
    }

    /** The refusal of a request with a body of so many bytes; null if it may wait. One alone may always wait. */
    @Nullable
    Problem refusalOf(int body) {
        return bytes == 0 || bytes + body <= mostBytes
                ? null
                : Problem.unavailable("At most " + mostBytes + " bytes may wait for acknowledgements here at once.");
    }

    /** Counts the body of a request until it is answered. */
    <T> Future<T> hold(int body, Future<T> request) {
        bytes += body;
        return request.onComplete(answered -> bytes -= body);
    }

    /** The refusal of {@code more} pushes of this publisher; null if they may wait. */
    @Nullable
    Problem refusal(String who, int more) {
        if (waiting.getOrDefault(who, 0) + more > mostOfOne) {
            String detail = "At most " + mostOfOne + " pushes of one publisher may wait for acknowledgements at once.";
            return new Problem(ErrorCode.RATE_LIMITED, detail, "wait", null, UNTIL_ANSWERED);
        }
        return count + more > most
                ? Problem.unavailable("At most " + most + " pushes may wait for acknowledgements here at once.")
                : null;
    }

    /** Counts a push until it is answered. */
    Future<PushResult> add(String who, Future<PushResult> push) {
        count++;
        waiting.merge(who, 1, Integer::sum);
        return push.onComplete(answered -> {
            count--;
            waiting.computeIfPresent(who, (key, n) -> n == 1 ? null : n - 1);
        });
    }
}
