package io.heartline.cluster;

import java.security.SecureRandom;

/** Makes the id of a node. A process that starts again is another node. */
final class NodeId {
    private static final int LENGTH = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private NodeId() {}

    /** Ten characters of {@code [a-z0-9]}. */
    static String fresh() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(Character.forDigit(RANDOM.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return id.toString();
    }
}
