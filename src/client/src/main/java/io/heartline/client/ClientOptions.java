package io.heartline.client;

import io.heartline.client.internal.ClientSettings;
import io.heartline.protocol.Names;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Options of a {@link HeartlineClient}.
 *
 * <p>Guarantees: each value is checked when it is set, with an {@link IllegalArgumentException} that names it; a client
 * takes a copy, and later changes do not reach it. Not thread-safe.
 *
 * <pre>{@code
 * new ClientOptions("wss://push.example.com").token(this::freshToken).store(PositionStore.file(vertx, path))
 * }</pre>
 */
public final class ClientOptions {
    private static final String PATH = "/v1/connect";
    private static final List<String> SCHEMES = List.of("ws", "wss", "http", "https");
    private static final int MOST_PORT = 65_535;

    private final ClientSettings settings = new ClientSettings();

    /**
     * Options with the addresses of the server: {@code ws}, {@code wss}, {@code http} or {@code https}, tried in turn.
     * An address without a path gets {@code /v1/connect}.
     */
    public ClientOptions(String... urls) {
        check(urls.length > 0, "at least one url is needed");
        settings.urls = Stream.of(urls).map(ClientOptions::socketUrl).toList();
    }

    /** A copy, for one client. */
    ClientSettings settings() {
        return settings.copy();
    }

    /** Name of the user, if the server's authentication is off. */
    public ClientOptions user(String name) {
        check(Names.isUser(name), "user " + Names.USER_RULE);
        settings.user = name;
        return this;
    }

    /** Name of the device; the default is the one in the store, or a new random one. */
    public ClientOptions device(String name) {
        check(Names.isDevice(name), "device " + Names.DEVICE_RULE);
        settings.device = name;
        return this;
    }

    /** Source of the token: called before the first connection, and again after the server said that it has expired. */
    public ClientOptions token(Supplier<Future<String>> source) {
        settings.token = source;
        return this;
    }

    /** Time for which the server keeps this device and its messages while it is away; the default is the server's. */
    public ClientOptions keepFor(Duration time) {
        settings.keepFor = notNegative(time, "keepFor");
        return this;
    }

    /** Store of the position; the default is memory. */
    public ClientOptions store(PositionStore place) {
        settings.store = place;
        return this;
    }

    /** Options of the WebSocket, TLS included. */
    public ClientOptions socket(WebSocketClientOptions options) {
        settings.socket = new WebSocketClientOptions(options);
        return this;
    }

    /** Maximum of failed attempts in a row before the client stops; 0, the default, is no limit. */
    public ClientOptions maxAttempts(int count) {
        check(count >= 0, "maxAttempts must not be negative");
        settings.maxAttempts = count;
        return this;
    }

    /** Number of failed tries from which on {@link ClientListener#onFailed} is called; 5 by default. */
    public ClientOptions maxTries(int count) {
        check(count > 0, "maxTries must be positive");
        settings.maxTries = count;
        return this;
    }

    /**
     * Bounds of the wait before the next connection, and before a failed handler is called again: 500 ms and 30 s by
     * default. Each wait is random, below a ceiling that doubles from the first to the second.
     */
    public ClientOptions backoff(Duration first, Duration most) {
        check(first.toMillis() > 0 && first.compareTo(most) <= 0, "backoff must be positive, and first not over most");
        settings.backoffFirst = first;
        settings.backoffMost = most;
        return this;
    }

    /** Time online after which a connection is stable, and the backoff begins anew; 10 s by default. */
    public ClientOptions stableAfter(Duration time) {
        settings.stableAfter = notNegative(time, "stableAfter");
        return this;
    }

    /** Timeout of one attempt, from the token to the welcome; 15 s by default. */
    public ClientOptions connectWithin(Duration time) {
        settings.connectWithin = notNegative(time, "connectWithin");
        return this;
    }

    /** Timeout of stopping, for the handler at work, the store and the server; 3 s by default. */
    public ClientOptions closeWithin(Duration time) {
        settings.closeWithin = notNegative(time, "closeWithin");
        return this;
    }

    /** Number of finished messages, and time, after which they are acknowledged; 16 and 20 ms by default. */
    public ClientOptions acknowledge(int every, Duration within) {
        check(every > 0, "every must be positive");
        settings.ackEvery = every;
        settings.ackWithin = notNegative(within, "within");
        return this;
    }

    /** Number of ids that are kept to recognise messages after a new epoch; 1,000 by default. */
    public ClientOptions idsKept(int count) {
        check(count >= 0, "idsKept must not be negative");
        settings.idsKept = count;
        return this;
    }

    private static String socketUrl(String url) {
        check(url != null, "url must not be null");
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        check(SCHEMES.contains(scheme), "url must begin with wss://, ws://, https:// or http://: " + url);
        check(uri.getHost() != null && uri.getPort() <= MOST_PORT, "url must name a host, and perhaps a port: " + url);
        check(uri.getRawFragment() == null, "url must have no fragment, that is, nothing from # on: " + url);
        String path = uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        boolean bare = path.isEmpty() || path.equals("/");
        return scheme.replaceFirst("^http", "ws") + "://" + uri.getRawAuthority() + (bare ? PATH : path) + query;
    }

    private static Duration notNegative(Duration time, String name) {
        check(!time.isNegative(), name + " must not be negative");
        return time;
    }

    private static void check(boolean right, String fault) {
        if (!right) {
            throw new IllegalArgumentException(fault);
        }
    }
}
