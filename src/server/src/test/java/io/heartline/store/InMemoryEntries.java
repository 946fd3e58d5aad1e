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
 * Entries on the heap of one process, each with the copy that a backup would hold, for tests and for trying things out.
 * Shared by the stores that are made with it; safe for use by several threads.
 */
public final class InMemoryEntries {
    private final Writer owner;
    private final Map<String, Kept> entries = new HashMap<>();

    /** An entry and its copy, which heard only of the changes. */
    private record Kept(UserState state, UserState copy) {
        static final Kept NOTHING = new Kept(UserState.ABSENT, UserState.ABSENT);
    }

    /**
     * @param node the id of the node that counts as the owner of all entries
     */
    public InMemoryEntries(String node) {
        this.owner = new Writer(node);
    }

    /** The user's entry as it is; {@link UserState#ABSENT} where nothing is known. */
    public synchronized UserState state(String user) {
        return entries.getOrDefault(user, Kept.NOTHING).state();
    }

    /** What a backup holds of the user's entry. */
    public synchronized UserState copy(String user) {
        return entries.getOrDefault(user, Kept.NOTHING).copy();
    }

    /** How many users something is known of. */
    public synchronized int size() {
        return entries.size();
    }

    /** The users whose copy does not owe the same as the entry: none, or something is wrong. */
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
