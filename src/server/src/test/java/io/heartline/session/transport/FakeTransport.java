package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transport that records everything written to it; the test is the peer. */
public final class FakeTransport implements Transport {
    public final List<String> written = new ArrayList<>();
    private final List<Long> seqs = new ArrayList<>();
    public final List<String> pings = new ArrayList<>();
    public boolean full;
    public boolean empty = true;
    public boolean paused;

    /** Runs when the session reads on, as a transport does that delivers held texts at once. */
    public Runnable onResume = () -> {};

    @Nullable
    public CloseCode closedWith;

    private int read;

    @Nullable
    private Runnable last;

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public void receiver(Receiver receiver) {
        // The test talks to the receiver itself.
    }

    @Override
    public void write(Buffer frame) {
        if (closedWith != null) {
            throw new AssertionError("written after the close: " + frame);
        }
        String text = frame.toString();
        written.add(text);
        int at = text.startsWith("{\"t\":\"message\"") ? text.indexOf("\"seq\":") : -1;
        if (at >= 0) {
            seqs.add(Long.parseLong(text, at + 6, text.indexOf(',', at), 10));
        }
    }

    @Override
    public void ping(Buffer payload) {
        assert closedWith == null : "pinged after the close";
        pings.add(payload.toString());
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        last = task;
    }

    /** Ends a turn of the event loop. */
    public void endTurn() {
        Runnable task = last;
        last = null;
        if (task != null && closedWith == null) {
            task.run();
        }
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public boolean isEmpty() {
        return empty && !full;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        onResume.run();
    }

    @Override
    public void restrict() {}

    @Override
    public void unrestrict() {}

    @Override
    public void close(CloseCode code) {
        if (closedWith != null) {
            throw new AssertionError("closed twice");
        }
        closedWith = code;
    }

    /** The seqs of all acked messages, in the order in which they were written. */
    public List<Long> seqs() {
        return Collections.unmodifiableList(seqs);
    }

    /** The next frame that has not been looked at, which must be of this type. */
    public JsonObject next(String type) {
        if (read == written.size()) {
            throw new AssertionError("nothing was written; expected " + type);
        }
        JsonObject frame = new JsonObject(written.get(read++));
        if (!type.equals(frame.getString("t"))) {
            throw new AssertionError("expected " + type + ", got " + frame);
        }
        return frame;
    }

    /** The types of all frames. */
    public List<String> types() {
        return written.stream()
                .map(frame -> new JsonObject(frame).getString("t"))
                .toList();
    }
}
