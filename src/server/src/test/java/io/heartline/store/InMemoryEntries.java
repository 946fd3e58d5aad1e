package io.heartline.store;

import io.heartline.store.codec.StateCodec;
import io.heartline.user.Change;
import io.heartline.user.Transition;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries on the heap of one process, each with the replica that a backup would hold, for tests and experiments.
 * Shared by the stores that are made with it; safe for use by several threads.
 */
public final class InMemoryEntries {
    private final Writer owner;
    private final Map<String, Kept> entries = new HashMap<>();

    /** An entry and its replica, to which only the changes were applied. */
    private record Kept(UserState state, UserState copy) {
        static final Kept NOTHING = new Kept(UserState.ABSENT, UserState.ABSENT);
    }

    /**
     * @param node the id of the node that counts as the owner of all entries
     */
    public InMemoryEntries(String node) {
        this.owner = new Writer(node);
    }

    /** The current entry of the user; {@link UserState#ABSENT} if there is none. */
    public synchronized UserState state(String user) {
        return entries.getOrDefault(user, Kept.NOTHING).state();
    }

    /** The replica of the user's entry. */
    public synchronized UserState copy(String user) {
        return entries.getOrDefault(user, Kept.NOTHING).copy();
    }

    /** The number of users with an entry. */
    public synchronized int size() {
        return entries.size();
    }

    /** The users whose replica owes other messages than their entry; it must be empty. */
    public synchronized List<String> diverged() {
        return entries.entrySet().stream()
                .filter(entry -> !StateCodec.owesTheSame(
                        entry.getValue().state(), entry.getValue().copy()))
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized <R> R apply(String user, UserCommand<R> command) {
        Kept kept = entries.getOrDefault(user, Kept.NOTHING);
        Transition<R> transition = command.apply(kept.state(), owner);
        Change change = Change.of(kept.state(), transition);
        Kept next = new Kept(transition.next(), change == null ? kept.copy() : change.applyTo(kept.copy()));
        if (next.state().isAbsent() && next.copy().isAbsent()) {
            entries.remove(user);
        } else {
            entries.put(user, next);
        }
        return transition.outcome();
    }
}
