package io.heartline.client.internal;

import io.heartline.client.ClientState;
import io.heartline.client.ClientState.Connecting;
import io.heartline.client.ClientState.Idle;
import io.heartline.client.ClientState.Online;
import io.heartline.client.ClientState.Stopped;
import io.heartline.client.ClientState.Waiting;
import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.SendFailure;
import io.heartline.client.StopReason;
import io.heartline.client.internal.Attempt.Ending;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.ServerFrame.Welcome;
import io.heartline.protocol.WirePosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * State machine of {@link ClientState}: decides when to connect, how long to wait, and when to stop. One attempt at a
 * time. Owned by the client's context.
 */
public final class Connector implements Attempt.Owner {
    private static final int FIRST_FINAL_CODE = 4_500;
    private static final int LAST_FINAL_CODE = 4_999;

    private final ClientContext context;
    private final Consumer<ClientState> onState;
    private final DeviceState device;
    private final Backoff backoff;

    private ClientState state = new Idle();
    private int failed;
    private int attempts;
    private @Nullable String token;
    private @Nullable Attempt attempt;
    private Loop.@Nullable Timer waiting;
    private @Nullable PendingStop stopping;

    /** Stop that is in progress. */
    private static final class PendingStop {
        private final StopReason why;
        private final Promise<Void> stopped = Promise.promise();
        /** True once what is finished is settled, or {@code closeWithin} has passed. */
        private boolean settled;

        private PendingStop(StopReason why) {
            this.why = why;
        }
    }

    public Connector(ClientContext context, Consumer<ClientState> onState) {
        this.context = context;
        this.onState = onState;
        this.device =
                new DeviceState(context, (message, failure) -> stop(new StopReason.HandlerFailed(message, failure)));
        this.backoff = context.backoff();
    }

    /** Starts; if a stop is in progress, after that. */
    public void start() {
        if (stopping != null) {
            stopping.stopped.future().onSuccess(stopped -> start());
            return;
        }
        if (!(state instanceof Idle || state instanceof Stopped)) {
            return;
        }
        failed = 0;
        token = null;
        backoff.reset();
        become(new Connecting(1));
        device.open().onComplete(opened -> context.loop().run(() -> {
            if (!(state instanceof Connecting) || attempt != null) {
                return; // stopped meanwhile, or started twice
            }
            if (opened.succeeded()) {
                connect();
            } else {
                stop(new StopReason.StoreFailed(opened.cause()));
            }
        }));
    }

    public void retryNow() {
        if (waiting != null) {
            connect();
        }
    }

    public Future<Buffer> send(String to, Buffer body) {
        return attempt == null
                ? Future.failedFuture(new SendFailure(SendFailure.DISCONNECTED, "there is no connection"))
                : attempt.send(to, body);
    }

    private void connect() {
        cancelWaiting();
        become(new Connecting(failed + 1));
        List<String> urls = context.settings().urls;
        attempt = new Attempt(context, this);
        attempt.begin(token(), this::hello, urls.get(attempts++ % urls.size()));
    }

    private Future<@Nullable String> token() {
        Supplier<Future<String>> source = context.settings().token;
        if (source == null || token != null) {
            return Future.succeededFuture(token);
        }
        try {
            return source.get().map(Connector::checked);
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }

    private static @Nullable String checked(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw new IllegalArgumentException("the source gave none");
        }
        return given;
    }

    private Hello hello(@Nullable String given) {
        ClientSettings settings = context.settings();
        Position position = device.position();
        token = given;
        return new Hello(
                given,
                settings.user,
                device.name(),
                device.nextAttempt(),
                settings.keepFor == null ? Hello.UNSAID : settings.keepFor.toMillis(),
                position == null ? null : new WirePosition(position.epoch(), position.seq()),
                List.of());
    }

    @Override
    public void onWelcome(Attempt by, Welcome welcome) {
        become(new Online(welcome.user(), welcome.device(), welcome.session(), welcome.node()));
        device.onWelcome(welcome, by::ack);
    }

    @Override
    public boolean onMessage(ServerFrame.Message frame) {
        String epoch = frame.epoch();
        Message message = new Message(epoch == null ? "" : epoch, frame.seq(), frame.id(), frame.at(), frame.body());
        if (frame.isTransient()) {
            context.tell(() -> context.listener().onTransient(message));
            return true;
        }
        return device.onMessage(message);
    }

    @Override
    public void onEnded(Ending ending) {
        attempt = null;
        device.onDisconnected();
        if (stopping != null) {
            if (stopping.settled) {
                finish(stopping, ending.code() == CloseCode.NORMAL.code());
            }
            return;
        }
        if (ending.onlineMillis() >= context.settings().stableAfter.toMillis()) {
            failed = 0;
            backoff.reset();
        }
        failed++;
        if (ending.code() == CloseCode.TOKEN_EXPIRED.code()) {
            token = null;
        }
        int most = context.settings().maxAttempts;
        if (ending.code() >= FIRST_FINAL_CODE && ending.code() <= LAST_FINAL_CODE) {
            stop(new StopReason.TurnedAway(ending.code(), ending.reason()));
        } else if (most > 0 && failed >= most) {
            stop(new StopReason.Exhausted(failed, ending.reason()));
        } else {
            await(ending);
        }
    }

    /** Waits for the backoff, and not less than the server asked for. */
    private void await(Ending ending) {
        long millis = Math.max(backoff.next(), ending.retryAfterMillis());
        waiting = context.loop().after(millis, this::connect);
        become(new Waiting(failed, millis, ending.code(), ending.reason()));
    }

    /**
     * Stops: first settles what is finished, within {@code closeWithin}, then closes, with a bye if that is the reason.
     */
    public Future<Void> stop(StopReason why) {
        if (stopping != null) {
            return stopping.stopped.future();
        }
        if (state instanceof Idle || state instanceof Stopped) {
            return Future.succeededFuture();
        }
        PendingStop stop = new PendingStop(why);
        stopping = stop;
        cancelWaiting();
        Future<Void> settled = device.close();
        if (attempt != null && !(state instanceof Online)) {
            attempt.close();
        }
        Loop.Timer limit = context.loop().after(context.settings().closeWithin.toMillis(), () -> onSettled(stop));
        settled.onComplete(done -> context.loop().run(() -> {
            limit.cancel();
            onSettled(stop);
        }));
        return stop.stopped.future();
    }

    private void onSettled(PendingStop stop) {
        if (stop.settled) {
            return;
        }
        stop.settled = true;
        if (attempt == null) {
            finish(stop, false);
        } else if (stop.why instanceof StopReason.Bye) {
            attempt.bye();
        } else {
            attempt.close();
        }
    }

    private void finish(PendingStop stop, boolean received) {
        stopping = null;
        boolean bye = stop.why instanceof StopReason.Bye;
        become(new Stopped(bye ? new StopReason.Bye(received && state instanceof Online) : stop.why));
        stop.stopped.complete();
    }

    public ClientState state() {
        return state;
    }

    private void become(ClientState next) {
        state = next;
        onState.accept(next);
        context.tell(() -> context.listener().onState(next));
    }

    private void cancelWaiting() {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
    }
}
