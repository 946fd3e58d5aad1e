package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SockJS over HTTP, on the session's side. Frames wait until the client polls. A poll may use any connection on any
 * event loop, and arrives here over the event bus. A frame is taken when its response was written. Owned by its
 * gateway's event loop.
 *
 * <pre>
 *   no poll --POLL--> polled --a frame, or 25 s--> answered --TAKEN--> no poll --5 s--> over
 *                        |                             |
 *                        +-----------GONE--------------+--------------------------> over
 * </pre>
 */
public final class SockJsPolling implements Transport, TimerWheel.Task {
    /** The longest time between two polls. */
    private static final long AWAY_MILLIS = 5_000;

    /** The longest time to write a response. */
    private static final long WRITTEN_WITHIN_MILLIS = 30_000;

    private static final long FULL_BYTES = 64 << 10;
    /** The most bytes that wait for a client before it is disconnected. */
    private static final long MOST_BYTES = 512 << 10;

    /** The precision of the times above. */
    private static final long LOOK_MILLIS = 1_000;

    private final TransportContext context;
    private final String address;
    private final Consumer<Runnable> later;
    private final SockJsQueue queue = new SockJsQueue();
    private final SockJsTexts texts;
    private Runnable release = () -> {};
    private Runnable onOver = () -> {};
    private @Nullable Message<Buffer> poll;
    private @Nullable Runnable last;
    private @Nullable String closing;
    private Receiver receiver = Receiver.NONE;
    private long since;
    private boolean opened;
    private boolean writing;
    private boolean turning;
    private boolean closed;

    /**
     * @param address the address of the client that opens the session
     * @param later runs a task at the end of this turn of the event loop
     */
    public SockJsPolling(TransportContext context, String address, Consumer<Runnable> later) {
        this.context = context;
        this.address = address;
        this.later = later;
        texts = new SockJsTexts(context.maxFrameBytes(), () -> receiver);
        since = context.now();
    }

    /**
     * Registers for the requests of {@code session}, unless another transport has its id: two polls may arrive at once.
     *
     * @return the session that is open now; if it is another, this transport must not be used
     */
    public SockJsSession open(SockJsBus bus, SockJsSession session) {
        MessageConsumer<Buffer> consumer = bus.listen(session, this::onRequest);
        release = () -> {
            bus.close(session);
            consumer.unregister();
        };
        SockJsSession open = bus.open(session);
        if (open.equals(session)) {
            context.timers().add(since + LOOK_MILLIS, this);
        } else {
            closed = true;
            release.run();
        }
        return open;
    }

    /** Runs {@code task} when the session is over. */
    public void onOver(Runnable task) {
        onOver = task;
    }

    void onRequest(Message<Buffer> message) {
        if (closed) {
            return;
        }
        switch (SockJsBus.kind(message)) {
            case POLL -> onPoll(message);
            case TAKEN -> onTaken();
            case GONE -> end();
            case TEXTS -> {
                if (!texts.take(message)) {
                    end();
                }
            }
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
        Message<Buffer> request = poll;
        if (request == null || writing || closed) {
            answerPings();
        } else if (!opened) {
            opened = true;
            answer(request, SockJsFrames.OPEN);
        } else if (queue.hasTexts()) {
            answer(request, SockJsFrames.messages(queue.answer()));
        } else if (closing != null) {
            answer(request, closing);
            end();
        } else if (!queue.hasNothing()) {
            List<String> none = queue.answer();
            assert none.isEmpty();
            answer(request, SockJsFrames.HEARTBEAT); // the next poll proves that the client received it
        }
    }

    /** Answers pings that no frame precedes: all earlier frames are taken. */
    private void answerPings() {
        if (!writing && !closed) {
            queue.leadingPings().forEach(receiver::onPong);
        }
    }

    private void answer(Message<Buffer> request, String frame) {
        poll = null;
        writing = true;
        since = context.now();
        request.reply(frame);
    }

    @Override
    public long onDue(long now) {
        if (closed) {
            return TimerWheel.NEVER;
        }
        if (now >= due()) {
            Message<Buffer> request = poll;
            if (request != null && !writing && closing == null) {
                answer(request, SockJsFrames.HEARTBEAT);
            } else {
                end();
            }
        }
        return closed ? TimerWheel.NEVER : now + LOOK_MILLIS;
    }

    private long due() {
        boolean away = closing != null || (poll == null && !writing);
        return since + (away ? AWAY_MILLIS : writing ? WRITTEN_WITHIN_MILLIS : SockJsFrames.HEARTBEAT_MILLIS);
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        if (poll != null) {
            poll.reply(closing == null ? SockJsFrames.OVER : closing);
        }
        texts.end();
        release.run();
        onOver.run();
        queue.clear();
        receiver.onClosed();
    }

    @Override
    public String name() {
        return "sockjs";
    }

    @Override
    public String remoteAddress() {
        return address;
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
        texts.limit(context.maxFrameBytes()); // hello has come, and more may have come with it
        texts.pause();
    }

    @Override
    public void resume() {
        texts.resume();
    }

    /** The bytes of requests are counted where those are received. */
    @Override
    public void restrict() {
        texts.limit(HelloLimit.MOST_BYTES);
    }

    @Override
    public void unrestrict() {
        texts.limit(context.maxFrameBytes());
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
