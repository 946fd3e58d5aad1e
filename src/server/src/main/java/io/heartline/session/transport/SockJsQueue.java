package io.heartline.session.transport;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What waits for the polls of one SockJS client, and what its last poll was answered with. Owned by its event loop. */
final class SockJsQueue {
    /** A text, or a question whether all before it was taken. */
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

    /** How many bytes of texts have not been taken. */
    long bytes() {
        return bytes;
    }

    boolean hasNothing() {
        return waiting.isEmpty();
    }

    boolean hasTexts() {
        return waiting.stream().anyMatch(item -> !item.isPing());
    }

    /** All that waits is the answer of a poll; gives its texts. */
    List<String> answer() {
        answered.addAll(waiting);
        waiting.clear();
        return answered.stream()
                .filter(item -> !item.isPing())
                .map(item -> item.content().toString())
                .toList();
    }

    /** The last answer was taken; gives the pings that this proves. */
    List<Buffer> taken() {
        List<Item> taken = List.copyOf(answered);
        answered.clear();
        taken.stream()
                .filter(item -> !item.isPing())
                .forEach(item -> bytes -= item.content().length());
        return taken.stream().filter(Item::isPing).map(Item::content).toList();
    }

    /** The pings that no text stands before. */
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
