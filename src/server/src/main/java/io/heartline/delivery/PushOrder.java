package io.heartline.delivery;

import io.heartline.user.Body;

/**
 * A push for one user, checked and ready to be carried out.
 *
 * @param ownId true if the id was made here, so that nobody else can have pushed under it
 * @param transientMode true if it is only handed to live sessions, and never stored
 * @param ttlMillis its time to live, counted from acceptance
 * @param waitAcked true if the answer waits until a device has acknowledged it, or {@code waitMillis} have passed
 * @param receipt true if its acknowledgements or its expiry are published
 */
public record PushOrder(
        String user,
        String id,
        boolean ownId,
        Body body,
        boolean transientMode,
        long ttlMillis,
        boolean waitAcked,
        long waitMillis,
        boolean receipt) {}
