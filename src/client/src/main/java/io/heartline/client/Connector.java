package io.heartline.client;

import io.heartline.client.Attempt.Ending;
import io.heartline.client.ClientState.Connecting;
import io.heartline.client.ClientState.Idle;
import io.heartline.client.ClientState.Online;
import io.heartline.client.ClientState.Stopped;
import io.heartline.client.ClientState.Waiting;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.ServerFrame.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When to connect, after what, and when to stop: the state machine of {@link ClientState}. One attempt at a time, whatever
 * fires. Owned by the client's context.
 */
final class Connector implements Attempt.Owner {
    private static final int STAY_AWAY_FROM = 4_500;
    private static final int STAY_AWAY_TO = 4_999;

    private final Site site;
    private final Consumer<ClientState> onState;
    private final Desk desk;
    private final Backoff backoff;

    private ClientState state = new Idle();
    private int failed;
    private int turns;
    private @Nullable String token;
    private @Nullable Attempt attempt;
    private Loop.@Nullable Timer waiting;
    private @Nullable Departure leaving;

    /** The client is about to stop. */
    private record Departure(StopReason why, Promise<Void> gone) {}

    Connector(Site site, Consumer<ClientState> onState) {
        this.site = site;
        this.onState = onState;
        this.desk = new Desk(site, (message, failure) -> leave(new StopReason.HandlerFailed(message, failure)));
        this.backoff = site.backoff();
    }

    /** While the client is about to stop, this waits until it has. */
    void start() {
        if (leaving != null) {
            leaving.gone.future().onSuccess(gone -> start());
            return;
        }
        if (!(state instanceof Idle || state instanceof Stopped)) {
            return;
        }
        failed = 0;
        token = null;
        backoff.reset();
        become(new Connecting(1));
        desk.open().onComplete(opened -> site.loop().run(() -> {
            if (!(state instanceof Connecting) || attempt != null) {
                return; // stopped meanwhile, or started twice
            }
            if (opened.succeeded()) {
                connect();
            } else {
                leave(new StopReason.StoreFailed(opened.cause()));
            }
        }));
    }

    void retryNow() {
        if (waiting != null) {
            connect();
        }
    }

    Future<Buffer> send(String to, Buffer body) {
        return attempt == null
                ? Future.failedFuture(new SendFailure(SendFailure.DISCONNECTED, "there is no connection"))
                : attempt.send(to, body);
    }

    private void connect() {
        cancelWaiting();
        become(new Connecting(failed + 1));
        List<String> urls = site.options().urls;
        attempt = new Attempt(site, this);
        attempt.begin(token(), this::hello, urls.get(turns++ % urls.size()));
    }

    private Future<@Nullable String> token() {
        Supplier<Future<String>> source = site.options().token;
        if (source == null || token != null) {
            return Future.succeededFuture(token);
        }
        try {
            return source.get().map(given -> given);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Hello hello(@Nullable String given) {
        ClientOptions options = site.options();
        token = given;
        return new Hello(
                given,
                options.user,
                desk.device(),
                desk.nextAttempt(),
                options.keepFor == null ? Hello.UNSAID : options.keepFor.toMillis(),
                desk.position(),
                List.of());
    }

    @Override
    public void onWelcome(Attempt by, Welcome welcome) {
        become(new Online(welcome.user(), welcome.device(), welcome.session(), welcome.node()));
        desk.onWelcome(welcome, by::ack);
    }

    @Override
    public boolean onMessage(ServerFrame.Message said) {
        String epoch = said.epoch();
        Message message = new Message(epoch == null ? "" : epoch, said.seq(), said.id(), said.at(), said.body());
        if (said.isTransient()) {
            site.tell(() -> site.listener().onTransient(message));
            return true;
        }
        return desk.onMessage(message);
    }

    @Override
    public void onEnded(Ending ending) {
        attempt = null;
        desk.onDisconnected();
        if (leaving != null) {
            depart(leaving, ending.code() == CloseCode.NORMAL.code());
            return;
        }
        if (ending.onlineMillis() >= site.options().stableAfter.toMillis()) {
            failed = 0;
            backoff.reset();
        }
        failed++;
        if (ending.code() == CloseCode.TOKEN_EXPIRED.code()) {
            token = null;
        }
        int most = site.options().maxAttempts;
        if (ending.code() >= STAY_AWAY_FROM && ending.code() <= STAY_AWAY_TO) {
            leave(new StopReason.TurnedAway(ending.code(), ending.reason()));
        } else if (most > 0 && failed >= most) {
            leave(new StopReason.Exhausted(failed, ending.reason()));
        } else {
            await(ending);
        }
    }

    /** At least as long as the server asked for, and never at once: what fails at once would fail in a circle. */
    private void await(Ending ending) {
        long millis = Math.max(backoff.next(), ending.retryAfterMillis());
        waiting = site.loop().after(millis, this::connect);
        become(new Waiting(failed, millis, ending.code(), ending.reason()));
    }

    /** Stops: what is finished is settled first, within bounds, and the server hears a bye where that is the reason. */
    Future<Void> leave(StopReason why) {
        if (leaving != null) {
            return leaving.gone.future();
        }
        if (state instanceof Idle || state instanceof Stopped) {
            return Future.succeededFuture();
        }
        Departure departure = new Departure(why, Promise.promise());
        leaving = departure;
        cancelWaiting();
        Future<Void> quiet = desk.close();
        Attempt line = attempt;
        if (line == null) {
            depart(departure, false);
        } else if (state instanceof Online) {
            boolean bye = why instanceof StopReason.Bye;
            Loop.Timer limit = site.loop().after(site.options().closeWithin.toMillis(), () -> part(line, bye));
            quiet.onComplete(settled -> site.loop().run(() -> {
                limit.cancel();
                part(line, bye);
            }));
        } else {
            line.close();
        }
        return departure.gone.future();
    }

    private static void part(Attempt line, boolean bye) {
        if (bye) {
            line.bye();
        } else {
            line.close();
        }
    }

    private void depart(Departure departure, boolean told) {
        leaving = null;
        boolean bye = departure.why instanceof StopReason.Bye;
        become(new Stopped(bye ? new StopReason.Bye(told && state instanceof Online) : departure.why));
        departure.gone.complete();
    }

    ClientState state() {
        return state;
    }

    private void become(ClientState next) {
        state = next;
        onState.accept(next);
        site.tell(() -> site.listener().onState(next));
    }

    private void cancelWaiting() {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
    }
}
