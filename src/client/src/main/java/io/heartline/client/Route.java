package io.heartline.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** A way to the server for one try of a push. */
interface Route {
    /** Never fails: what went wrong is a reply too. */
    Future<Reply> push(Buffer json, long timeoutMillis);

    /**
     * What came of a try.
     *
     * @param status the HTTP status; {@link #NONE} where there is no answer
     * @param body the answer's JSON, or in words what went wrong
     * @param retryAfterMillis 0 where the server did not say
     * @param sent false where it is certain that the server never saw the push
     */
    record Reply(int status, Buffer body, long retryAfterMillis, boolean sent) {
        static final int NONE = 0;
        private static final int CLOSED = -1;

        static Reply unreachable(Throwable failure) {
            return new Reply(NONE, Buffer.buffer(String.valueOf(failure.getMessage())), 0, false);
        }

        static Reply lost(Throwable failure) {
            return new Reply(NONE, Buffer.buffer(String.valueOf(failure.getMessage())), 0, true);
        }

        /** The publisher itself is closed. */
        static Reply closed() {
            return new Reply(CLOSED, Buffer.buffer("the publisher is closed"), 0, false);
        }

        boolean isAnswer() {
            return status >= 200 && status < 300;
        }

        /** Whether the same push, again, may end otherwise. */
        boolean isWorthRepeating() {
            return switch (status) {
                case NONE, 408, 429, 500, 502, 503, 504 -> true;
                default -> false;
            };
        }

        /** Whether it says of the tries before, too, that nothing is stored: a push that is would be known again. */
        boolean settlesDoubt() {
            return status == 400 || status == 413 || status == 507;
        }

        /** Whether the push may be stored nevertheless. */
        boolean leavesDoubt() {
            return switch (status) {
                case NONE -> sent;
                case 408, 500, 502, 504 -> true;
                default -> false;
            };
        }
    }
}
