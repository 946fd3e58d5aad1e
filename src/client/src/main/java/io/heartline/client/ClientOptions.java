package io.heartline.client;

import io.heartline.protocol.Names;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application may choose for a {@link HeartlineClient}.
 *
 * <p>Guarantees: every choice is checked when it is made, with an {@link IllegalArgumentException} that names it; a client
 * takes a copy, so that later changes do not reach it. Not thread-safe.
 *
 * <pre>{@code
 * new ClientOptions("wss://push.example.com").token(this::freshToken).store(PositionStore.file(vertx, path))
 * }</pre>
 */
public final class ClientOptions {
    private static final String PATH = "/v1/connect";
    private static final int MOST_MESSAGE_BYTES = 1 << 20;

    List<String> urls;

    @Nullable
    String user;

    @Nullable
    String device;

    @Nullable
    Supplier<Future<String>> token;

    @Nullable
    Duration keepFor;

    PositionStore store = PositionStore.memory();
    WebSocketClientOptions socket = new WebSocketClientOptions()
            .setMaxFrameSize(MOST_MESSAGE_BYTES)
            .setMaxMessageSize(MOST_MESSAGE_BYTES)
            .setConnectTimeout(5_000)
            .setClosingTimeout(2);
    int maxAttempts;
    int maxTries = 5;
    Duration backoffFirst = Duration.ofMillis(500);
    Duration backoffMost = Duration.ofSeconds(30);
    Duration stableAfter = Duration.ofSeconds(10);
    Duration connectWithin = Duration.ofSeconds(15);
    Duration closeWithin = Duration.ofSeconds(3);
    Duration ackWithin = Duration.ofMillis(20);
    int ackEvery = 16;
    int idsKept = 1_000;

    /**
     * Where the server is: {@code ws}, {@code wss}, {@code http} or {@code https} addresses, tried in turn. An address
     * without a path gets {@code /v1/connect}.
     */
    public ClientOptions(String... urls) {
        check(urls.length > 0, "at least one url is needed");
        this.urls = Stream.of(urls).map(ClientOptions::socketUrl).toList();
    }

    /** A copy of its own, which nobody changes. */
    ClientOptions copy() {
        ClientOptions copy = new ClientOptions(urls.toArray(String[]::new));
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

    /** Names the user, where the server's authentication is off. */
    public ClientOptions user(String name) {
        check(Names.isUser(name), "user " + Names.USER_RULE);
        user = name;
        return this;
    }

    /** The device's name; without it, it is the one in the store, or a new one is made up. */
    public ClientOptions device(String name) {
        check(Names.isDevice(name), "device " + Names.DEVICE_RULE);
        device = name;
        return this;
    }

    /** Gives the token: asked once, and again when the server says that it has expired. */
    public ClientOptions token(Supplier<Future<String>> source) {
        token = source;
        return this;
    }

    /** How long the server keeps what this device is owed while it is away; without it, the server's default. */
    public ClientOptions keepFor(Duration time) {
        keepFor = notNegative(time, "keepFor");
        return this;
    }

    /** Where the position is kept; without it, in memory. */
    public ClientOptions store(PositionStore place) {
        store = place;
        return this;
    }

    /** How sockets are made, TLS included. */
    public ClientOptions socket(WebSocketClientOptions options) {
        socket = new WebSocketClientOptions(options);
        return this;
    }

    /** After how many attempts in a row without a stable connection to stop; 0, the default, is never. */
    public ClientOptions maxAttempts(int count) {
        check(count >= 0, "maxAttempts must not be negative");
        maxAttempts = count;
        return this;
    }

    /** How often a message is handed over before {@link ClientListener#onGivenUp} is asked; 5 by default. */
    public ClientOptions maxTries(int count) {
        check(count > 0, "maxTries must be positive");
        maxTries = count;
        return this;
    }

    /** The bounds of the wait before trying again: 500 ms and 30 s by default. The wait is random below its bound. */
    public ClientOptions backoff(Duration first, Duration most) {
        check(first.toMillis() > 0 && first.compareTo(most) <= 0, "backoff must be positive, and first not over most");
        backoffFirst = first;
        backoffMost = most;
        return this;
    }

    /** How long a connection must live for the next wait to begin small again; 10 s by default. */
    public ClientOptions stableAfter(Duration time) {
        stableAfter = notNegative(time, "stableAfter");
        return this;
    }

    /** How long an attempt may take, from the token to the welcome; 15 s by default. */
    public ClientOptions connectWithin(Duration time) {
        connectWithin = notNegative(time, "connectWithin");
        return this;
    }

    /** How long stopping may wait for the handler at work, the store and the server; 3 s by default. */
    public ClientOptions closeWithin(Duration time) {
        closeWithin = notNegative(time, "closeWithin");
        return this;
    }

    /** After how many messages, or how long, what is finished is acknowledged; 16 and 20 ms by default. */
    public ClientOptions acknowledge(int every, Duration within) {
        check(every > 0, "every must be positive");
        ackEvery = every;
        ackWithin = notNegative(within, "within");
        return this;
    }

    /** How many ids are remembered, to know again what comes under a new epoch; 1,000 by default. */
    public ClientOptions idsKept(int count) {
        check(count >= 0, "idsKept must not be negative");
        idsKept = count;
        return this;
    }

    private static String socketUrl(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        check(List.of("ws", "wss", "http", "https").contains(scheme) && uri.getHost() != null, "no such url: " + url);
        String address = url.replaceFirst("^http", "ws");
        String path = uri.getRawPath();
        return path == null || path.isEmpty() || path.equals("/") ? address.replaceFirst("/*$", PATH) : address;
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
