package io.heartline.session.transport;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The frames that wait for a SockJS client's next poll, and those of the last answer. Owned by its event loop. */
final class SockJsQueue {
    /** A text, or a ping that is answered when all texts before it are taken. */
    private record Item(Buffer content, boolean isPing) {}

    private final Queue<Item> waiting = new ArrayDeque<>();
    private final List<Item> answered = new ArrayList<>();
    private long bytes;

    void addText(Buffer text) {
        waiting.add(new Item(text.copy(), false));
        bytes += text.length();
    }

    void addPing(Buffer payload) {
        waiting.add(new Item(payload.copy(), true));
    }

    /** The bytes of texts that are not taken. */
    long bytes() {
        return bytes;
    }

    boolean hasNothing() {
        return waiting.isEmpty();
    }

    boolean hasTexts() {
        return waiting.stream().anyMatch(item -> !item.isPing());
    }

    /** Makes all that waits the answer of a poll; returns its texts. */
    List<String> answer() {
        answered.addAll(waiting);
        waiting.clear();
        return answered.stream()
                .filter(item -> !item.isPing())
                .map(item -> item.content().toString())
                .toList();
    }

    /** The last answer was taken; returns its pings. */
    List<Buffer> taken() {
        List<Item> taken = List.copyOf(answered);
        answered.clear();
        taken.stream()
                .filter(item -> !item.isPing())
                .forEach(item -> bytes -= item.content().length());
        return taken.stream().filter(Item::isPing).map(Item::content).toList();
    }

    /** Removes and returns the pings that no text precedes. */
    List<Buffer> leadingPings() {
        List<Buffer> pings = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.element().isPing()) {
            pings.add(waiting.remove().content());
        }
        return pings;
    }

    void clear() {
        waiting.clear();
        answered.clear();
    }
}
