package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.heartline.session.transport.Transport.Receiver;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The texts that one SockJS client sends over HTTP. While the transport is paused, its requests wait unanswered, because a
 * client sends the next one only after the answer. Owned by its gateway's event loop.
 */
final class SockJsTexts {
    /** The most requests that wait: a client sends one at a time. */
    private static final int MOST_HELD = 8;

    private int mostBytes;
    private final Supplier<Receiver> receiver;
    private final Queue<Message<Buffer>> held = new ArrayDeque<>(0);
    private boolean paused;

    SockJsTexts(int mostBytes, Supplier<Receiver> receiver) {
        this.mostBytes = mostBytes;
        this.receiver = receiver;
    }

    /** Changes the size of the largest message. */
    void limit(int bytes) {
        mostBytes = bytes;
    }

    /** Delivers or holds the texts of one request; returns false if too many requests are held. */
    boolean take(Message<Buffer> request) {
        if (!paused) {
            deliver(request);
        } else if (held.size() < MOST_HELD) {
            held.add(request);
        } else {
            return false;
        }
        return true;
    }

    private void deliver(Message<Buffer> request) {
        receiver.get().onHeard();
        List<String> texts = SockJsFrames.texts(request.body());
        for (String text : texts == null ? List.<String>of() : texts) {
            Buffer content = Buffer.buffer(text);
            if (content.length() > mostBytes) {
                receiver.get().onViolation(CloseCode.TOO_BIG, "a message is larger than " + mostBytes + " bytes");
            } else {
                receiver.get().onText(content);
            }
        }
        request.reply(texts == null ? "malformed" : "sent");
    }

    void pause() {
        paused = true;
    }

    /** Delivers the texts that are held, until it is paused again. */
    void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            deliver(held.remove());
        }
    }

    /** Answers the requests that are held: the session is over. */
    void end() {
        held.forEach(request -> request.reply("over"));
        held.clear();
    }
}
