package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event.Position;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a device, from the first attempt to its end, which is reported once. Owned by the run's event loop.
 *
 * <pre>
 *   dialled ─▶ hello said ─▶ welcome ⇄ stalled
 *      │           │            ├───▶ leaving (closed or bye said) ─▶ ended
 *      └───────────┴────────────┴───▶ muted ───────────────────────▶ ended
 * </pre>
 */
final class Connection {
    private static final int LOST = 1006;
    /** The code if the client itself drops the connection. */
    private static final int CUT = 0;

    private static final long WELCOME_WITHIN_MILLIS = 12_000;
    private static final long GONE_WITHIN_MILLIS = 3_000;

    /** The device of the connection. */
    interface Owner {
        void onWelcome(Connection link, Welcome welcome);

        /** The application has processed all messages up to this position. */
        void onFinished(Connection link, Position position);

        /** The connection has ended; the last call. */
        void onEnded(Connection link, int code, long retryAfterMillis);
    }

    private final WorkloadContext run;
    private final Owner owner;
    private final ConnectionRecorder recorder;
    private final PendingAcks acks;
    private long timer;
    private @Nullable RawWebSocket socket;
    private @Nullable Heartbeat heartbeat;
    private String epoch = "";
    private long retryAfterMillis;
    private boolean leaving;
    private boolean muted;
    private boolean ended;

    Connection(WorkloadContext run, Owner owner, AckPace pace) {
        this.run = run;
        this.owner = owner;
        this.recorder = new ConnectionRecorder(run);
        PendingAcks.Ends ends = new PendingAcks.Ends(position -> owner.onFinished(this, position), this::write);
        this.acks = new PendingAcks(run.vertx(), recorder, pace, ends);
    }

    void dial(Dialer dialer, Site site, Hello hello) {
        recorder.dialled(site, hello);
        within(dialer.withinMillis(), LOST);
        dialer.dial(site).onComplete(dialled -> onDialled(dialled, hello));
    }

    private void onDialled(AsyncResult<RawWebSocket> dialled, Hello hello) {
        if (dialled.failed()) {
            retryAfterMillis = Dialer.retryAfterMillis(dialled.cause());
            end(LOST);
        } else if (ended) {
            dialled.result().cut();
        } else {
            socket = dialled.result();
            socket.listen(this::onHeard, this::onText, this::end);
            within(WELCOME_WITHIN_MILLIS, CUT);
            write(hello.encode());
        }
    }

    private void onHeard() {
        if (heartbeat != null) {
            heartbeat.heard();
        }
    }

    private void onText(String text) {
        if (ended || muted || leaving) {
            return;
        }
        try {
            JsonObject frame = new JsonObject(text);
            switch (frame.getString("t")) {
                case "message" -> onMessage(frame);
                case "ping" -> write("{\"t\":\"pong\"}");
                case "pong" -> {}
                case "welcome" -> onWelcome(Welcome.of(frame));
                case "goodbye" -> onGoodbye(frame);
                default -> recorder.odd("unknown frame " + text);
            }
        } catch (DecodeException | ClassCastException | NullPointerException unreadable) {
            recorder.odd("unreadable frame " + text);
        }
    }

    private void onMessage(JsonObject frame) {
        epoch = frame.getString("epoch", epoch);
        Position position = new Position(epoch, frame.getLong("seq"));
        recorder.delivered(position, frame.getString("id"), Body.number(frame.getValue("body")));
        acks.onMessage(position);
    }

    private void onWelcome(Welcome welcome) {
        run.vertx().cancelTimer(timer);
        recorder.welcomed(welcome);
        epoch = welcome.position().epoch();
        heartbeat = new Heartbeat(
                run.vertx(), run::now, welcome.heartbeatMillis(), () -> write("{\"t\":\"ping\"}"), () -> end(CUT));
        heartbeat.start();
        owner.onWelcome(this, welcome);
    }

    private void onGoodbye(JsonObject frame) {
        retryAfterMillis = frame.getLong("retryAfterMillis", 0L);
        recorder.goodbye(frame.getInteger("code"), retryAfterMillis);
        within(GONE_WITHIN_MILLIS, CUT);
    }

    /** Drops the connection without a close frame or further acknowledgements. */
    void drop() {
        end(CUT);
    }

    /** Acknowledges all messages and closes with a close frame. */
    void close() {
        if (socket == null) {
            end(CUT);
        } else if (!leaving) {
            leave();
            socket.close();
        }
    }

    /** Sends a bye; the server closes. */
    void bye() {
        if (!leaving) {
            leave();
            recorder.departing();
            write("{\"t\":\"bye\"}");
        }
    }

    private void leave() {
        readOn();
        acks.flush();
        acks.close();
        leaving = true;
        within(GONE_WITHIN_MILLIS, CUT);
    }

    /** Makes the connection half-open: it neither reads nor answers nor closes any more. */
    void mute() {
        if (!ended && !muted) {
            recorder.muted();
            muted = true;
            acks.close();
            stopReading();
        }
    }

    /** Processes no message for a while; if {@code deaf}, it does not even read. */
    void stall(boolean deaf) {
        acks.hold();
        if (deaf) {
            recorder.deafened();
            stopReading();
        }
    }

    /** Ends a stall. */
    void resume() {
        if (!ended && !muted && acks.isHeld()) {
            readOn();
            acks.release();
        }
    }

    boolean isStalled() {
        return acks.isHeld();
    }

    private void stopReading() {
        if (socket != null) {
            socket.stopReading();
        }
        if (heartbeat != null) {
            heartbeat.stop();
        }
    }

    private void readOn() {
        if (socket != null) {
            socket.readOn();
        }
        if (heartbeat != null) {
            heartbeat.start();
        }
    }

    private void write(String frame) {
        if (socket != null && !ended && !muted) {
            socket.write(frame);
        }
    }

    private void within(long millis, int code) {
        run.vertx().cancelTimer(timer);
        timer = run.vertx().setTimer(millis, late -> end(code));
    }

    private void end(int code) {
        if (ended) {
            return;
        }
        ended = true;
        run.vertx().cancelTimer(timer);
        acks.close();
        if (heartbeat != null) {
            heartbeat.stop();
        }
        recorder.ended(code);
        if (socket != null) {
            letGo(socket, code);
        }
        owner.onEnded(this, code, retryAfterMillis);
    }

    /** After a close frame the server ends the TCP connection; after a timeout, the client does. */
    private void letGo(RawWebSocket over, int code) {
        if (code == CUT || code == LOST) {
            over.cut();
        } else {
            run.vertx().setTimer(GONE_WITHIN_MILLIS, late -> over.cut());
        }
    }
}
