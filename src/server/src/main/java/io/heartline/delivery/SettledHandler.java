package io.heartline.delivery;

/** Receives notices of acknowledgements for which a publisher waits. */
@FunctionalInterface
interface SettledHandler {
    /** A device has acknowledged the user's message with this id; no other had before. May come twice, late or never. */
    void onSettled(String user, String id);
}
