package io.heartline.user;

import java.util.List;

/**
 * The next owed messages after a seq, in order.
 *
 * @param messages at least one where any is owed, within the limits asked for
 * @param upTo the seq to which the page is complete: nothing owed between its messages, nor from the last one to here
 * @param head the last seq given so far
 */
public record Page(List<Message> messages, long upTo, long head) {
    public Page {
        messages = List.copyOf(messages);
    }
}
