package io.heartline.client;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.Pulse;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.ServerFrame.Goodbye;
import io.heartline.protocol.ServerFrame.Ping;
import io.heartline.protocol.ServerFrame.Reply;
import io.heartline.protocol.ServerFrame.ReplyError;
import io.heartline.protocol.ServerFrame.Welcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be connected, from the first thought of it to its end, and everything that belongs to it: socket, timers,
 * requests. It ends once, whatever fires, and is then thrown away whole: nothing that comes later reaches anybody.
 *
 * <pre>
 *   token known ─▶ dialled ─▶ hello said ─▶ welcome ─▶ frames ─▶ ended
 *        └────────────── within connectWithin ──┘
 * </pre>
 */
final class Attempt implements Wire.Receiver {
    private static final int NORMAL = CloseCode.NORMAL.code();
    private static final int PROTOCOL_ERROR = 1002;
    private static final int LOST = 1006;

    /** Who is told how it goes, each at most as often as it happens and nothing after {@link #onEnded}. */
    interface Owner {
        void onWelcome(Attempt attempt, Welcome welcome);

        /** False where that can't be, and the connection is to end. */
        boolean onMessage(ServerFrame.Message message);

        void onEnded(Ending ending);
    }

    /**
     * How it ended.
     *
     * @param retryAfterMillis what the server asked to wait; 0 where it did not
     * @param onlineMillis how long the connection was welcome
     */
    record Ending(int code, String reason, long retryAfterMillis, long onlineMillis) {}

    private final Site site;
    private final Owner owner;
    private Loop.Timer timer;
    private @Nullable Wire wire;
    private @Nullable Pulse pulse;
    private @Nullable Requests requests;
    private long welcomeAt;
    private boolean byeSaid;
    private boolean ended;

    Attempt(Site site, Owner owner) {
        this.site = site;
        this.owner = owner;
        this.timer =
                site.loop().after(site.options().connectWithin.toMillis(), () -> end(LOST, "no welcome in time", 0));
    }

    /** Dials once the token is known, and says hello. */
    void begin(Future<@Nullable String> token, Function<@Nullable String, Hello> hello, String url) {
        token.onComplete(known -> site.loop().run(() -> {
            if (known.failed()) {
                end(LOST, "no token: " + known.cause().getMessage(), 0);
            } else if (!ended) {
                site.dialer().dial(url, this).onComplete(dialled -> site.loop()
                        .run(() -> onDialled(() -> hello.apply(known.result()), dialled)));
            }
        }));
    }

    private void onDialled(Supplier<Hello> hello, AsyncResult<Wire> dialled) {
        if (dialled.failed()) {
            long retryAfter = dialled.cause() instanceof Wire.Refused refused ? refused.retryAfterMillis() : 0;
            end(LOST, String.valueOf(dialled.cause().getMessage()), retryAfter);
        } else if (ended) {
            dialled.result().close(NORMAL, "too late");
        } else {
            wire = dialled.result();
            write(hello.get());
        }
    }

    @Override
    public void onText(String text) {
        if (ended) {
            return;
        }
        onHeard();
        ServerFrame frame;
        try {
            frame = FrameCodec.decodeServer(text);
        } catch (MalformedJson malformed) {
            end(PROTOCOL_ERROR, String.valueOf(malformed.getMessage()), 0);
            return;
        }
        if (frame != null) {
            onFrame(frame);
        }
    }

    private void onFrame(ServerFrame frame) {
        if (frame instanceof Goodbye goodbye) {
            Long retryAfter = goodbye.retryAfterMillis();
            end(goodbye.code(), goodbye.reason(), retryAfter == null ? 0 : retryAfter);
        } else if (frame instanceof Ping) {
            pong();
        } else if (frame instanceof Welcome welcome) {
            onWelcome(welcome);
        } else if (requests == null) {
            return; // nothing else means anything before the welcome
        } else if (frame instanceof ServerFrame.Message message) {
            if (!owner.onMessage(message)) {
                end(PROTOCOL_ERROR, "more messages than the window allows", 0);
            }
        } else if (frame instanceof Reply reply) {
            requests.onReply(reply);
        } else if (frame instanceof ReplyError error) {
            requests.onError(error);
        }
    }

    private void onWelcome(Welcome welcome) {
        if (requests != null) {
            end(PROTOCOL_ERROR, "a second welcome", 0);
            return;
        }
        welcomeAt = site.loop().now();
        requests = new Requests(site.loop(), this::write, welcome.maxFrameBytes());
        pulse = new Pulse(welcome.heartbeatMillis(), welcomeAt);
        timer.cancel();
        watch(pulse);
        owner.onWelcome(this, welcome);
    }

    private void watch(Pulse watched) {
        timer = site.loop().after(watched.due() - site.loop().now(), () -> {
            switch (watched.check(site.loop().now())) {
                case LOST -> end(CloseCode.HEARTBEAT_LOST.code(), "nothing is heard of the server", 0);
                case ASK -> {
                    write(new ClientFrame.Ping());
                    watch(watched);
                }
                case ALIVE -> watch(watched);
            }
        });
    }

    /** Where much waits to be sent, that will prove as well that somebody is there. */
    private void pong() {
        if (wire != null && !wire.isFull()) {
            write(new ClientFrame.Pong());
        }
    }

    @Override
    public void onHeard() {
        if (pulse != null) {
            pulse.heard(site.loop().now());
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        end(code, reason, 0);
    }

    void ack(long seq) {
        write(new ClientFrame.Ack(seq));
    }

    Future<Buffer> send(String to, Buffer body) {
        return requests == null
                ? Future.failedFuture(new SendFailure(SendFailure.DISCONNECTED, "there is no connection"))
                : requests.send(to, body);
    }

    /** Says that this device is done; the server closes, or else this does after a while. */
    void bye() {
        if (byeSaid) {
            return;
        }
        byeSaid = true;
        write(new ClientFrame.Bye());
        timer.cancel();
        timer = site.loop().after(site.options().closeWithin.toMillis(), () -> end(LOST, "nobody answers the bye", 0));
    }

    /** Ends it from this side. */
    void close() {
        end(NORMAL, "the client stops", 0);
    }

    private void write(ClientFrame frame) {
        write(FrameCodec.encode(frame));
    }

    private void write(Buffer frame) {
        if (wire != null && !ended) {
            wire.write(frame);
        }
    }

    private void end(int code, String reason, long retryAfterMillis) {
        if (ended) {
            return;
        }
        ended = true;
        timer.cancel();
        if (wire != null) {
            wire.close(code == PROTOCOL_ERROR ? PROTOCOL_ERROR : NORMAL, "");
        }
        long online = requests == null ? 0 : site.loop().now() - welcomeAt;
        owner.onEnded(new Ending(code, reason, retryAfterMillis, online));
        if (requests != null) {
            requests.onDisconnected();
        }
    }
}
