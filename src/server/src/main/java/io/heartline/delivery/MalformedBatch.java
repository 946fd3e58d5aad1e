package io.heartline.delivery;

/** What came is no batch of hints that this version can read. Carries no stack trace. */
final class MalformedBatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String node;

    /**
     * @param node the sender; empty where not even that could be read
     * @param message what was wrong
     */
    MalformedBatch(String node, String message) {
        super(message, null, false, false);
        this.node = node;
    }

    String node() {
        return node;
    }
}
