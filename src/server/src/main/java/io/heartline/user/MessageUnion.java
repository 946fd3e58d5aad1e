package io.heartline.user;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the messages of two mailboxes, each id once. The order of each mailbox is kept; otherwise the time of acceptance
 * decides.
 */
final class MessageUnion {
    private MessageUnion() {}

    /** The merged messages, with the seqs that they had. */
    static List<Message> of(Mailbox one, Mailbox other) {
        Map<String, Message> left = byId(one);
        Map<String, Message> right = byId(other);
        List<Message> merged = new ArrayList<>();
        while (!left.isEmpty() || !right.isEmpty()) {
            Message next = next(left, right);
            Message ours = left.remove(next.id());
            Message theirs = right.remove(next.id());
            merged.add(ours != null && theirs != null ? furtherToGo(ours, theirs) : next);
        }
        return merged;
    }

    /**
     * The next message to merge: the first of a side that does not come later on the other side. If this is true of
     * both or of neither, the earlier one.
     */
    private static Message next(Map<String, Message> left, Map<String, Message> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return first(left.isEmpty() ? right : left);
        }
        Message ours = first(left);
        Message theirs = first(right);
        boolean oursWaits = right.containsKey(ours.id());
        boolean theirsWaits = left.containsKey(theirs.id());
        boolean takeOurs = oursWaits == theirsWaits ? ours.at() <= theirs.at() : theirsWaits;
        return takeOurs ? ours : theirs;
    }

    private static Message first(Map<String, Message> messages) {
        return messages.values().iterator().next();
    }

    /**
     * The version of a message that has more left to do. A message owed on either side stays owed: the other side may
     * have finished it without devices that only this side knows.
     */
    private static Message furtherToGo(Message ours, Message theirs) {
        if (ours.owed() != theirs.owed()) {
            return ours.owed() ? ours : theirs;
        }
        if (ours.at() != theirs.at()) {
            // Two pushes used one id. The idempotency window of the later one ends last.
            return ours.at() > theirs.at() ? ours : theirs;
        }
        return ours.expired() ? theirs : ours;
    }

    /** The messages of a mailbox in order; if two have the same id, only the later one. */
    private static Map<String, Message> byId(Mailbox mailbox) {
        Map<String, Message> messages = new LinkedHashMap<>();
        mailbox.forEach(message -> {
            messages.remove(message.id());
            messages.put(message.id(), message);
        });
        return messages;
    }
}
