package io.heartline.session.dialect;

/** Where a request brings the token that proves who the user is. */
public sealed interface TokenPlace {
    /** A query parameter. */
    record InQuery(String name) implements TokenPlace {
        @Override
        public String toString() {
            return "the query parameter '" + name + "'";
        }
    }

    /** {@code Authorization: Bearer <token>}; browsers can't. */
    record InHeader() implements TokenPlace {
        @Override
        public String toString() {
            return "Authorization";
        }
    }

    /** The last subprotocol that is offered; the first one, which may be the same, is accepted. */
    record InSubprotocol() implements TokenPlace {
        @Override
        public String toString() {
            return "Sec-WebSocket-Protocol";
        }
    }

    /** None is needed, in so many words: whoever connects is who the URL says. */
    record Open() implements TokenPlace {
        @Override
        public String toString() {
            return "open";
        }
    }

    /** Nothing was said of it. */
    record Unsaid() implements TokenPlace {
        @Override
        public String toString() {
            return "nothing";
        }
    }

    /** Whether there is one. */
    default boolean isSomewhere() {
        return !(this instanceof Open) && !(this instanceof Unsaid);
    }
}
