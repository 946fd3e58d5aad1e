package io.heartline.client.internal;

import io.heartline.client.SendFailure;
import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.PeerTimeout;
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
 * One attempt to connect, from the token to its end, with everything that belongs to it: socket, timers, requests. It
 * ends once, for whatever reason, and is then dropped as a whole: later events are ignored.
 *
 * <pre>
 *   token ─▶ dialled ─▶ hello sent ─▶ welcome ─▶ frames ─▶ ended
 *        └────── within connectWithin ────┘
 * </pre>
 */
final class Attempt implements ClientSocket.Receiver {
    private static final int NORMAL = CloseCode.NORMAL.code();
    private static final int PROTOCOL_ERROR = 1002;
    private static final int LOST = 1006;

    /** Receiver of the events of an attempt; nothing comes after {@link #onEnded}. */
    interface Owner {
        void onWelcome(Attempt attempt, Welcome welcome);

        /** Returns false if the message breaks the protocol; then the connection ends. */
        boolean onMessage(ServerFrame.Message message);

        void onEnded(Ending ending);
    }

    /**
     * End of an attempt.
     *
     * @param retryAfterMillis minimum wait that the server asked for; 0 if it did not
     * @param onlineMillis time since the welcome
     */
    record Ending(int code, String reason, long retryAfterMillis, long onlineMillis) {}

    private final ClientContext context;
    private final Owner owner;
    private Loop.Timer timer;
    private @Nullable ClientSocket socket;
    private @Nullable PeerTimeout peerTimeout;
    private @Nullable Requests requests;
    private long welcomeAt;
    private boolean byeSent;
    private boolean ended;

    Attempt(ClientContext context, Owner owner) {
        this.context = context;
        this.owner = owner;
        this.timer = context.loop()
                .after(context.settings().connectWithin.toMillis(), () -> end(LOST, "no welcome in time", 0));
    }

    /** Dials once the token is known, and sends the hello. */
    void begin(Future<@Nullable String> token, Function<@Nullable String, Hello> hello, String url) {
        token.onComplete(known -> context.loop().run(() -> {
            if (known.failed()) {
                end(LOST, "no token: " + known.cause().getMessage(), 0);
            } else if (!ended) {
                context.dialer().dial(url, this).onComplete(dialled -> context.loop()
                        .run(() -> onDialled(() -> hello.apply(known.result()), dialled)));
            }
        }));
    }

    private void onDialled(Supplier<Hello> hello, AsyncResult<ClientSocket> dialled) {
        if (dialled.failed()) {
            long retryAfter =
                    dialled.cause() instanceof ClientSocket.UpgradeRefused refused ? refused.retryAfterMillis() : 0;
            end(LOST, String.valueOf(dialled.cause().getMessage()), retryAfter);
        } else if (ended) {
            dialled.result().close(NORMAL, "too late");
        } else {
            socket = dialled.result();
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
            return; // other frames are ignored before the welcome
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
        welcomeAt = context.loop().now();
        requests = new Requests(context.loop(), this::write, welcome.maxFrameBytes());
        peerTimeout = new PeerTimeout(welcome.heartbeatMillis(), welcomeAt);
        timer.cancel();
        awaitSilence(peerTimeout);
        owner.onWelcome(this, welcome);
    }

    private void awaitSilence(PeerTimeout timeout) {
        timer = context.loop().after(timeout.due() - context.loop().now(), () -> {
            switch (timeout.check(context.loop().now())) {
                case LOST -> end(CloseCode.HEARTBEAT_LOST.code(), "the server is silent", 0);
                case ASK -> {
                    write(new ClientFrame.Ping());
                    awaitSilence(timeout);
                }
                case ALIVE -> awaitSilence(timeout);
            }
        });
    }

    /** Answers a ping, unless the queue is full: then the queued frames prove the same. */
    private void pong() {
        if (socket != null && !socket.isFull()) {
            write(new ClientFrame.Pong());
        }
    }

    @Override
    public void onHeard() {
        if (peerTimeout != null) {
            peerTimeout.heard(context.loop().now());
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

    /** Sends a bye. Then the server closes; if it does not, this side does after a while. */
    void bye() {
        if (byeSent) {
            return;
        }
        byeSent = true;
        write(new ClientFrame.Bye());
        timer.cancel();
        timer = context.loop()
                .after(context.settings().closeWithin.toMillis(), () -> end(LOST, "no answer to the bye", 0));
    }

    /** Ends the attempt from this side. */
    void close() {
        end(NORMAL, "the client stops", 0);
    }

    private void write(ClientFrame frame) {
        write(FrameCodec.encode(frame));
    }

    private void write(Buffer frame) {
        if (socket != null && !ended) {
            socket.write(frame);
        }
    }

    private void end(int code, String reason, long retryAfterMillis) {
        if (ended) {
            return;
        }
        ended = true;
        timer.cancel();
        if (socket != null) {
            socket.close(code == PROTOCOL_ERROR ? PROTOCOL_ERROR : NORMAL, "");
        }
        long online = requests == null ? 0 : context.loop().now() - welcomeAt;
        owner.onEnded(new Ending(code, reason, retryAfterMillis, online));
        if (requests != null) {
            requests.onDisconnected();
        }
    }
}
