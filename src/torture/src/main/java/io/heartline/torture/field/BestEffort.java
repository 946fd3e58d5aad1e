package io.heartline.torture.field;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sequence of steps that are all attempted. The first exception is thrown at the end, with the others suppressed. */
final class BestEffort {
    private @Nullable Exception failure;

    interface Step {
        void run() throws IOException, NotWhole, InterruptedException;
    }

    void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | NotWhole | InterruptedException | RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    void finish() throws IOException, NotWhole, InterruptedException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof NotWhole e) {
            throw e;
        } else if (failure instanceof InterruptedException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        }
    }
}
