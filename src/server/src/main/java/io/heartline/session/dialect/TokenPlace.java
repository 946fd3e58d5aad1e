package io.heartline.session.dialect;

/** The place of the token in a request. */
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

    /** No token is needed, as configured: each client is the user that its URL names. */
    record Open() implements TokenPlace {
        @Override
        public String toString() {
            return "open";
        }
    }

    /** The route does not name a place. */
    record Unsaid() implements TokenPlace {
        @Override
        public String toString() {
            return "nothing";
        }
    }

    /** Tells whether requests contain a token. */
    default boolean isSomewhere() {
        return !(this instanceof Open) && !(this instanceof Unsaid);
    }
}
