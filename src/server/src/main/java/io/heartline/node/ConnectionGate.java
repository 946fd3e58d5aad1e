package io.heartline.node;

import io.heartline.auth.RateLimiter;
import io.heartline.session.gateway.ConnectionLimit;
import io.heartline.session.gateway.ConnectionRefusal;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of one gateway: their number, the rate at which one address may open them, and the bytes that are
 * held for those without a session.
 */
final class ConnectionGate implements ConnectionLimit {
    private static final int ADDRESSES = 100_000;
    private static final int FULL_RETRY_SECONDS = 5;

    private final int most;
    private final long mostBytes;
    private final @Nullable RateLimiter rates;
    private final InstantSource clock;

    /**
     * @param perSecond the number of connections a second that one address may open; 0 for no limit
     * @param mostBytes the bytes that may be held for connections without a session
     */
    ConnectionGate(int most, int perSecond, long mostBytes, InstantSource clock) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.rates = perSecond == 0 ? null : new RateLimiter(perSecond, perSecond, ADDRESSES);
        this.clock = clock;
    }

    @Override
    public @Nullable ConnectionRefusal refusal(HttpServerRequest request, int connections) {
        return connections < most
                ? null
                : new ConnectionRefusal(
                        503, "UNAVAILABLE", "This node holds as many connections as it may.", FULL_RETRY_SECONDS);
    }

    @Override
    public @Nullable ConnectionRefusal rate(HttpServerRequest request) {
        if (rates == null) {
            return null;
        }
        String address = request.remoteAddress() == null
                ? ""
                : String.valueOf(request.remoteAddress().hostAddress());
        Duration wait = rates.take(address, clock.millis());
        return wait.isZero()
                ? null
                : new ConnectionRefusal(
                        429, "RATE_LIMITED", "This address opens connections too fast.", (int) wait.toSeconds() + 1);
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public long mostBytes() {
        return mostBytes;
    }
}
