package io.heartline.torture.storm;

/** What came of a scenario. Its text is the figures, a few lines of them, the last one ended. */
public interface Outcome {
    /** Whether everything was as the contract says. Times and sizes are not judged: they are the machine's, too. */
    boolean isSound();
}
