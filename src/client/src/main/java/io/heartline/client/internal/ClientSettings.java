package io.heartline.client.internal;

import io.heartline.client.PositionStore;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values of {@link io.heartline.client.ClientOptions}, checked there, with their defaults. A client works with a copy
 * that nobody changes any more.
 */
public final class ClientSettings {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    public List<String> urls = List.of();
    public @Nullable String user;
    public @Nullable String device;
    public @Nullable Supplier<Future<String>> token;
    public @Nullable Duration keepFor;
    public PositionStore store = PositionStore.memory();
    public WebSocketClientOptions socket = new WebSocketClientOptions()
            .setMaxFrameSize(MAX_MESSAGE_BYTES)
            .setMaxMessageSize(MAX_MESSAGE_BYTES)
            .setConnectTimeout(5_000)
            .setClosingTimeout(2);

    /** 0 is no limit. */
    public int maxAttempts;

    public int maxTries = 5;
    public Duration backoffFirst = Duration.ofMillis(500);
    public Duration backoffMost = Duration.ofSeconds(30);
    public Duration stableAfter = Duration.ofSeconds(10);
    public Duration connectWithin = Duration.ofSeconds(15);
    public Duration closeWithin = Duration.ofSeconds(3);
    public Duration ackWithin = Duration.ofMillis(20);
    public int ackEvery = 16;
    public int idsKept = 1_000;

    public ClientSettings copy() {
        ClientSettings copy = new ClientSettings();
        copy.urls = urls;
        copy.user = user;
        copy.device = device;
        copy.token = token;
        copy.keepFor = keepFor;
        copy.store = store;
        copy.socket = new WebSocketClientOptions(socket);
        copy.maxAttempts = maxAttempts;
        copy.maxTries = maxTries;
        copy.backoffFirst = backoffFirst;
        copy.backoffMost = backoffMost;
        copy.stableAfter = stableAfter;
        copy.connectWithin = connectWithin;
        copy.closeWithin = closeWithin;
        copy.ackWithin = ackWithin;
        copy.ackEvery = ackEvery;
        copy.idsKept = idsKept;
        return copy;
    }
}
