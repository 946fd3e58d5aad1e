package io.heartline.delivery;

/** Hears of acknowledgements that a publisher waits for. */
@FunctionalInterface
interface SettledHandler {
    /** A device has acknowledged the user's message with this id; no other had before. May come twice, late or never. */
    void onSettled(String user, String id);
}
