package io.heartline.auth;

/** Whether a publisher or operator may do what it asks for. */
public sealed interface Access {
    /**
     * It may.
     *
     * @param name of the key; fit for logs and for counting its requests
     */
    record Granted(String name) implements Access {}

    /**
     * It does not say who it is: 401.
     *
     * @param message what is wrong, fit for the asker
     */
    record Unauthenticated(String message) implements Access {}

    /**
     * It is known, and may not: 403.
     *
     * @param message what it lacks, fit for the asker
     */
    record Forbidden(String name, String message) implements Access {}
}
