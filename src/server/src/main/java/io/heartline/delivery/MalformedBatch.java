package io.heartline.delivery;

/** A batch of hints that this version can't read. Carries no stack trace. */
final class MalformedBatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String node;

    /**
     * @param node the sender; empty if not even that could be read
     * @param message the fault
     */
    MalformedBatch(String node, String message) {
        super(message, null, false, false);
        this.node = node;
    }

    String node() {
        return node;
    }
}
