package io.heartline.session.dialect;

import org.jspecify.annotations.Nullable;

/** The place of the user in a request. */
public sealed interface UserPlace {
    /** The segment {@code {user}} of the path. */
    record InPath() implements UserPlace {
        @Override
        public String toString() {
            return "the path segment {user}";
        }
    }

    /** A query parameter: {@code ?user=alice}. */
    record InQuery(String name) implements UserPlace {
        @Override
        public String toString() {
            return "the query parameter '" + name + "'";
        }
    }

    /** The n-th value of the query that has no name, from 1: {@code ?7&alice}. */
    record BareValue(int nth) implements UserPlace {
        @Override
        public String toString() {
            return "value " + nth + " of the query";
        }
    }

    /** Not in the request: each client is the same user. */
    record Fixed(String user) implements UserPlace {
        @Override
        public String toString() {
            return "the user of the route";
        }
    }

    /** Only the {@code sub} of the token. */
    record InToken() implements UserPlace {
        @Override
        public String toString() {
            return "the sub of the token";
        }
    }

    /** The user that a request names; null if it names none, or a malformed one. */
    default @Nullable String find(PathPattern pattern, String path, Query query) {
        if (this instanceof InPath) {
            return pattern.user(path);
        } else if (this instanceof InQuery parameter) {
            return query.named(parameter.name());
        } else if (this instanceof BareValue value) {
            return query.bare(value.nth());
        }
        return this instanceof Fixed fixed ? fixed.user() : null;
    }
}
