package io.heartline.client;

import java.util.random.RandomGenerator;

/** What all pushes of one publisher share. */
record PublisherSite(Loop loop, RandomGenerator random, PublisherOptions options) {
    private static final int ID_LENGTH = 26;
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuv";

    Backoff backoff() {
        return new Backoff(options.backoffFirst.toMillis(), options.backoffMost.toMillis(), random);
    }

    /** An id that nobody else has: 130 bits by chance. */
    String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
