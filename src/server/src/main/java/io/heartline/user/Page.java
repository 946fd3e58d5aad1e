package io.heartline.user;

import java.util.List;

/**
 * The next owed messages after a seq, in order.
 *
 * @param messages at least one if any is owed, within the limits asked for
 * @param upTo the seq up to which the page is complete: no other message is owed up to it
 * @param head the last seq given out so far
 */
public record Page(List<Message> messages, long upTo, long head) {
    public Page {
        messages = List.copyOf(messages);
    }
}
