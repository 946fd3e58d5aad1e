package io.heartline.node;

import io.heartline.auth.RateLimiter;
import io.heartline.auth.TrustedProxies;
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

    private final Share share;
    private final @Nullable RateLimiter rates;
    private final TrustedProxies proxies;
    private final InstantSource clock;

    /**
     * The share of one gateway in the limits of the node.
     *
     * @param connections the number of connections of any kind that are kept
     * @param extra the most connections beyond that number that may be open
     * @param perSecond the number of connections a second that one address may open; 0 for no limit
     * @param strangersBytes the bytes that may be held for connections without a session
     */
    record Share(int connections, int extra, int perSecond, long strangersBytes) {}

    ConnectionGate(Share share, TrustedProxies proxies, InstantSource clock) {
        this.share = share;
        this.proxies = proxies;
        this.rates = share.perSecond() == 0 ? null : new RateLimiter(share.perSecond(), share.perSecond(), ADDRESSES);
        this.clock = clock;
    }

    @Override
    public @Nullable ConnectionRefusal refusal(HttpServerRequest request, int connections) {
        return connections < share.connections()
                ? null
                : new ConnectionRefusal(
                        503, "UNAVAILABLE", "This node holds as many connections as it may.", FULL_RETRY_SECONDS);
    }

    @Override
    public @Nullable ConnectionRefusal rate(HttpServerRequest request) {
        if (rates == null) {
            return null;
        }
        String address = proxies.clientOf(request);
        Duration wait = rates.take(address, clock.millis());
        return wait.isZero()
                ? null
                : new ConnectionRefusal(
                        429,
                        "RATE_LIMITED",
                        "The address " + address + " opens connections too fast.",
                        (int) wait.toSeconds() + 1);
    }

    @Override
    public int most() {
        return share.connections();
    }

    @Override
    public int extra() {
        return share.extra();
    }

    @Override
    public long mostBytes() {
        return share.strangersBytes();
    }
}
