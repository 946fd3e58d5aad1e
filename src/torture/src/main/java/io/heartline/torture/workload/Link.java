package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event.Position;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a device, from the dialling to its end, of which it tells once. Owned by the run's event loop.
 *
 * <pre>
 *   dialled ─▶ hello said ─▶ welcome ⇄ stalled
 *      │           │            ├───▶ leaving (closed or bye said) ─▶ ended
 *      └───────────┴────────────┴───▶ muted ───────────────────────▶ ended
 * </pre>
 */
final class Link {
    private static final int LOST = 1006;
    /** How its own cut counts. */
    private static final int CUT = 0;

    private static final long WELCOME_WITHIN_MILLIS = 12_000;
    private static final long GONE_WITHIN_MILLIS = 3_000;

    /** Whose it is. */
    interface Owner {
        void onWelcome(Link link, Welcome welcome);

        /** The application is done with all up to here. */
        void onFinished(Link link, Position position);

        /** It is over; the last word. */
        void onEnded(Link link, int code, long retryAfterMillis);
    }

    private final Run run;
    private final Owner owner;
    private final Diary diary;
    private final Inbox inbox;
    private long timer;
    private @Nullable Socket socket;
    private @Nullable Pulse pulse;
    private String epoch = "";
    private long retryAfterMillis;
    private boolean leaving;
    private boolean muted;
    private boolean ended;

    Link(Run run, Owner owner, Pace pace) {
        this.run = run;
        this.owner = owner;
        this.diary = new Diary(run);
        Inbox.Ends ends = new Inbox.Ends(position -> owner.onFinished(this, position), this::write);
        this.inbox = new Inbox(run.vertx(), diary, pace, ends);
    }

    void dial(Dialer dialer, Site site, Hello hello) {
        diary.dialled(site, hello);
        within(dialer.withinMillis(), LOST);
        dialer.dial(site).onComplete(dialled -> onDialled(dialled, hello));
    }

    private void onDialled(AsyncResult<Socket> dialled, Hello hello) {
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
        if (pulse != null) {
            pulse.heard();
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
                default -> diary.odd("unknown frame " + text);
            }
        } catch (DecodeException | ClassCastException | NullPointerException unreadable) {
            diary.odd("unreadable frame " + text);
        }
    }

    private void onMessage(JsonObject frame) {
        epoch = frame.getString("epoch", epoch);
        Position position = new Position(epoch, frame.getLong("seq"));
        diary.delivered(position, frame.getString("id"), Body.number(frame.getValue("body")));
        inbox.onMessage(position);
    }

    private void onWelcome(Welcome welcome) {
        run.vertx().cancelTimer(timer);
        diary.welcomed(welcome);
        epoch = welcome.position().epoch();
        pulse = new Pulse(
                run.vertx(), run::now, welcome.heartbeatMillis(), () -> write("{\"t\":\"ping\"}"), () -> end(CUT));
        pulse.start();
        owner.onWelcome(this, welcome);
    }

    private void onGoodbye(JsonObject frame) {
        retryAfterMillis = frame.getLong("retryAfterMillis", 0L);
        diary.goodbye(frame.getInteger("code"), retryAfterMillis);
        within(GONE_WITHIN_MILLIS, CUT);
    }

    /** Cuts it: no close frame, nothing acknowledged any more. */
    void drop() {
        end(CUT);
    }

    /** Closes it in good order, with all that came acknowledged. */
    void close() {
        if (socket == null) {
            end(CUT);
        } else if (!leaving) {
            leave();
            socket.close();
        }
    }

    /** Says that this device is done; the server closes. */
    void bye() {
        if (!leaving) {
            leave();
            diary.departing();
            write("{\"t\":\"bye\"}");
        }
    }

    private void leave() {
        readOn();
        inbox.flush();
        inbox.close();
        leaving = true;
        within(GONE_WITHIN_MILLIS, CUT);
    }

    /** Falls silent for good: neither reads nor answers nor closes. */
    void mute() {
        if (!ended && !muted) {
            diary.muted();
            muted = true;
            inbox.close();
            stopReading();
        }
    }

    /** Finishes nothing for a while; where {@code deaf}, it does not even read. */
    void stall(boolean deaf) {
        inbox.hold();
        if (deaf) {
            diary.deafened();
            stopReading();
        }
    }

    /** Goes on after a stall, as if nothing had been. */
    void resume() {
        if (!ended && !muted && inbox.isHeld()) {
            readOn();
            inbox.release();
        }
    }

    boolean isStalled() {
        return inbox.isHeld();
    }

    private void stopReading() {
        if (socket != null) {
            socket.stopReading();
        }
        if (pulse != null) {
            pulse.stop();
        }
    }

    private void readOn() {
        if (socket != null) {
            socket.readOn();
        }
        if (pulse != null) {
            pulse.start();
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
        inbox.close();
        if (pulse != null) {
            pulse.stop();
        }
        diary.ended(code);
        if (socket != null) {
            letGo(socket, code);
        }
        owner.onEnded(this, code, retryAfterMillis);
    }

    /** After a close frame the server ends the connection, unless it has died over it. */
    private void letGo(Socket over, int code) {
        if (code == CUT || code == LOST) {
            over.cut();
        } else {
            run.vertx().setTimer(GONE_WITHIN_MILLIS, late -> over.cut());
        }
    }
}
