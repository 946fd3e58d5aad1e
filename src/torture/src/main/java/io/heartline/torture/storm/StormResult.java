package io.heartline.torture.storm;

/** The result of a scenario. Its text is a few lines of figures; each ends with a newline. */
public interface StormResult {
    /** True if everything conforms to the contract. Times and sizes are not judged, since they depend on the machine. */
    boolean isSound();
}
