package io.heartline.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

final class Rates {
    @Nullable Problem take(String who, int pushes) { return pushes < 0 ? Problem.rateLimited(Duration.ofSeconds(1)) : null; }
}
