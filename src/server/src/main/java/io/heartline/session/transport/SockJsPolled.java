package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SockJS over HTTP, the session's end. Frames wait until the client polls; a poll may come over any connection, on any event
 * loop, and reaches this one as mail. What a poll was answered with is proved when its response was written. Owned by its
 * gateway's event loop.
 *
 * <pre>
 *   no poll --POLL--> polled --a frame, or 25 s--> answered --TAKEN--> no poll --5 s--> over
 *                        |                             |
 *                        +-----------GONE--------------+--------------------------> over
 * </pre>
 */
public final class SockJsPolled implements Transport, Heartbeat.Beat {
    /** So long a client may stay away between two polls, and a response may take to be written. */
    private static final long AWAY_MILLIS = 5_000;

    private static final long WRITTEN_WITHIN_MILLIS = 30_000;
    private static final long FULL_BYTES = 64 << 10;
    /** Who asks for more without fetching it is given up. */
    private static final long MOST_BYTES = 512 << 10;

    /** Clients send one at a time. */
    private static final int MOST_HELD = 8;
    /** How exactly the times above are kept. */
    private static final long LOOK_MILLIS = 1_000;

    private final TransportContext context;
    private final Consumer<Runnable> later;
    private final int mostBytes;
    private final SockJsQueue queue = new SockJsQueue();
    private final Queue<Message<Buffer>> held = new ArrayDeque<>(0);
    private @Nullable MessageConsumer<Buffer> mail;
    private @Nullable Message<Buffer> poll;
    private @Nullable Runnable last;
    private @Nullable String closing;
    private Receiver receiver = Silence.KEPT;
    private long since;
    private boolean opened;
    private boolean writing;
    private boolean turning;
    private boolean paused;
    private boolean closed;

    /** With {@code later} running something at the end of this turn of the event loop. */
    public SockJsPolled(TransportContext context, Consumer<Runnable> later) {
        this.context = context;
        this.later = later;
        mostBytes = context.maxFrameBytes();
        since = context.now();
    }

    /** Begins to hear of requests that name this session. */
    public void open(SockJsMail office, String session) {
        mail = office.open(session, this::onMail);
        context.heartbeat().add(since + LOOK_MILLIS, this);
    }

    void onMail(Message<Buffer> message) {
        if (closed) {
            return;
        }
        switch (SockJsMail.kind(message)) {
            case POLL -> onPoll(message);
            case TAKEN -> onTaken();
            case GONE -> end();
            case TEXTS -> onTexts(message);
        }
    }

    private void onPoll(Message<Buffer> message) {
        if (poll != null) {
            message.reply(SockJsFrames.BUSY);
            return;
        }
        poll = message;
        since = context.now();
        receiver.onHeard();
        flush();
    }

    private void onTexts(Message<Buffer> message) {
        if (paused && held.size() >= MOST_HELD) {
            end();
            return;
        }
        if (paused) {
            held.add(message); // unanswered: a client sends no more before
            return;
        }
        receiver.onHeard();
        List<String> texts = SockJsFrames.texts(message.body());
        for (String text : texts == null ? List.<String>of() : texts) {
            Buffer content = Buffer.buffer(text);
            if (content.length() > mostBytes) {
                receiver.onViolation(CloseCode.TOO_BIG, "a message is larger than " + mostBytes + " bytes");
            } else {
                receiver.onText(content);
            }
        }
        message.reply(texts == null ? "malformed" : "sent");
    }

    private void onTaken() {
        writing = false;
        since = context.now();
        long before = queue.bytes();
        queue.taken().forEach(receiver::onPong);
        if (queue.bytes() < before) {
            receiver.onDrained();
        }
        flush();
    }

    private void flush() {
        Message<Buffer> asked = poll;
        if (asked == null || writing || closed) {
            prove();
        } else if (!opened) {
            opened = true;
            answer(asked, SockJsFrames.OPEN);
        } else if (queue.hasTexts()) {
            answer(asked, SockJsFrames.messages(queue.answer()));
        } else if (closing != null) {
            answer(asked, closing);
            end();
        } else if (!queue.hasNothing()) {
            List<String> none = queue.answer();
            assert none.isEmpty();
            answer(asked, SockJsFrames.HEARTBEAT); // whoever polls again has received it
        }
    }

    /** Where nothing waits and nothing is being written, all that was written was taken. */
    private void prove() {
        if (!writing && !closed) {
            queue.leadingPings().forEach(receiver::onPong);
        }
    }

    private void answer(Message<Buffer> asked, String frame) {
        poll = null;
        writing = true;
        since = context.now();
        asked.reply(frame);
    }

    @Override
    public long onDue(long now) {
        if (closed) {
            return Heartbeat.NEVER;
        }
        if (now >= due()) {
            Message<Buffer> asked = poll;
            if (asked != null && !writing && closing == null) {
                answer(asked, SockJsFrames.HEARTBEAT);
            } else {
                end();
            }
        }
        return closed ? Heartbeat.NEVER : now + LOOK_MILLIS;
    }

    private long due() {
        if (closing != null || (poll == null && !writing)) {
            return since + AWAY_MILLIS;
        }
        return since + (writing ? WRITTEN_WITHIN_MILLIS : SockJsFrames.HEARTBEAT_MILLIS);
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        if (poll != null) {
            poll.reply(closing == null ? SockJsFrames.OVER : closing);
        }
        held.forEach(message -> message.reply("over"));
        if (mail != null) {
            mail.unregister();
        }
        queue.clear();
        receiver.onClosed();
    }

    @Override
    public String name() {
        return "sockjs";
    }

    @Override
    public void receiver(Receiver next) {
        receiver = next;
    }

    @Override
    public void write(Buffer text) {
        if (closing == null && !closed) {
            queue.addText(text);
            turn();
        }
    }

    @Override
    public void ping(Buffer payload) {
        if (closing == null && !closed) {
            queue.addPing(payload);
            turn();
        }
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        last = task;
        turn();
    }

    private void turn() {
        if (!turning) {
            turning = true;
            later.accept(this::onTurn);
        }
    }

    private void onTurn() {
        Runnable task = last;
        last = null;
        if (task != null) {
            task.run();
        }
        turning = false;
        if (queue.bytes() > MOST_BYTES) {
            end();
        } else {
            flush();
        }
    }

    @Override
    public boolean isFull() {
        return queue.bytes() >= FULL_BYTES;
    }

    @Override
    public boolean isEmpty() {
        return queue.bytes() == 0;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            onTexts(held.remove());
        }
    }

    @Override
    public void close(CloseCode code) {
        if (closing == null && !closed) {
            closing = SockJsFrames.close(code);
            since = context.now();
            turn();
        }
    }
}
