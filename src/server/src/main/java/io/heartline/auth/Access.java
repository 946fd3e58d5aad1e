package io.heartline.auth;

/** The decision about a request of a publisher or operator. */
public sealed interface Access {
    /**
     * Allowed.
     *
     * @param name of the key; fit for logs and for counting its requests
     */
    record Granted(String name) implements Access {}

    /**
     * Refused without a valid key: 401.
     *
     * @param message the fault, fit for the sender
     */
    record Unauthenticated(String message) implements Access {}

    /**
     * Refused with a valid key that lacks the scope: 403.
     *
     * @param message the missing scope, fit for the sender
     */
    record Forbidden(String name, String message) implements Access {}
}
