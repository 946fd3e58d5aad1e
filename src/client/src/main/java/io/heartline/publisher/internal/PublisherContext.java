package io.heartline.publisher.internal;

import io.heartline.client.internal.Backoff;
import io.heartline.client.internal.Loop;
import java.util.random.RandomGenerator;

/** Collaborators of all pushes of one publisher. */
public record PublisherContext(Loop loop, RandomGenerator random, PublisherSettings settings) {
    private static final int ID_LENGTH = 26;
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuv";

    Backoff backoff() {
        return new Backoff(settings.backoffFirst.toMillis(), settings.backoffMost.toMillis(), random);
    }

    /** Random id of 130 bits. */
    public String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
