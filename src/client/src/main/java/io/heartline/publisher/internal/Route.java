package io.heartline.publisher.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Transport of one try of a push to the server. */
public interface Route {
    /** Sends a push. The Future never fails: an error is a reply too. */
    Future<Reply> push(Buffer json, long timeoutMillis);

    /**
     * Result of a try.
     *
     * @param status the HTTP status; {@link #NONE} if there is no answer
     * @param body the answer's JSON, or the text of an error
     * @param retryAfterMillis minimum wait before the next try; 0 if the server did not name one
     * @param sent false if it is certain that the server never received the push
     */
    record Reply(int status, Buffer body, long retryAfterMillis, boolean sent) {
        static final int NONE = 0;
        private static final int CLOSED = -1;

        public static Reply unreachable(Throwable failure) {
            return new Reply(NONE, Buffer.buffer(String.valueOf(failure.getMessage())), 0, false);
        }

        public static Reply lost(Throwable failure) {
            return new Reply(NONE, Buffer.buffer(String.valueOf(failure.getMessage())), 0, true);
        }

        /** Reply of a publisher that is closed. */
        static Reply closed() {
            return new Reply(CLOSED, Buffer.buffer("the publisher is closed"), 0, false);
        }

        boolean isAnswer() {
            return status >= 200 && status < 300;
        }

        /** True if the same push may succeed later. */
        boolean isRetryable() {
            return switch (status) {
                case NONE, 408, 429, 500, 502, 503, 504 -> true;
                default -> false;
            };
        }

        /** True if nothing was stored by earlier tries either: the server would have recognised the id. */
        boolean resolvesDoubt() {
            return status == 400 || status == 413 || status == 507;
        }

        /** True if the push may be stored nevertheless. */
        boolean leavesDoubt() {
            return switch (status) {
                case NONE -> sent;
                case 408, 500, 502, 504 -> true;
                default -> false;
            };
        }
    }
}
