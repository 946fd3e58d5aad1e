package io.heartline.delivery;

import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A notice from one gateway to another. Losing one costs time, never a message: only the entry is authoritative. */
sealed interface Hint {
    /** The greatest number of bytes of a hint besides its frame: a user has 256, an id 128. */
    int MOST_WITHOUT_FRAME = 1_024;

    String user();

    /** Hands it to its receiver. */
    void deliver(HintHandler sessions, SettledHandler waiters);

    /** A shorter form for a peer that takes no more at the moment; null if nothing of it is worth keeping. */
    @Nullable
    Hint collapsed();

    /** Hints with the same key replace each other while they wait. */
    Object key();

    /** The greatest number of bytes that it takes. */
    default int most() {
        return MOST_WITHOUT_FRAME;
    }

    /** True if it tells another session the same as {@code before}. */
    default boolean repeats(@Nullable Hint before) {
        return false;
    }

    /** The same hint for another session; null if it can be for one only. */
    default @Nullable Hint forSession(String session) {
        return null;
    }

    /** A message is stored at this position. */
    record Message(
            String user,
            String session,
            Position position,
            @Nullable Encoded encoded) implements Hint {
        @Override
        public void deliver(HintHandler sessions, SettledHandler waiters) {
            sessions.onHint(user, session, position, encoded);
        }

        @Override
        public Message collapsed() {
            return encoded == null ? this : new Message(user, session, position, null);
        }

        /** Of two for one session, the one that says more: the higher, or the later if the epoch changed. */
        Message or(Message later) {
            boolean higher = position.epoch().equals(later.position.epoch()) && position.seq() > later.position.seq();
            return higher ? this : later;
        }

        @Override
        public Object key() {
            return session;
        }

        @Override
        public int most() {
            return MOST_WITHOUT_FRAME + (encoded == null ? 0 : encoded.frame().length());
        }

        @Override
        public boolean repeats(@Nullable Hint before) {
            return before instanceof Message message
                    && message.encoded == encoded
                    && message.position.equals(position)
                    && message.user.equals(user);
        }

        @Override
        public Hint forSession(String other) {
            return new Message(user, other, position, encoded);
        }
    }

    /** A transient message. */
    record Transient(String user, String session, Buffer frame) implements Hint {
        @Override
        public void deliver(HintHandler sessions, SettledHandler waiters) {
            sessions.onTransient(user, session, frame);
        }

        @Override
        public @Nullable Hint collapsed() {
            return null;
        }

        @Override
        public Object key() {
            return session;
        }

        @Override
        public int most() {
            return MOST_WITHOUT_FRAME + frame.length();
        }

        @Override
        public boolean repeats(@Nullable Hint before) {
            return before instanceof Transient message && message.frame == frame && message.user.equals(user);
        }

        @Override
        public Hint forSession(String other) {
            return new Transient(user, other, frame);
        }
    }

    /** The entry holds this session no longer. */
    record Evict(String user, String session, Eviction.Cause cause) implements Hint {
        @Override
        public void deliver(HintHandler sessions, SettledHandler waiters) {
            sessions.onEvict(user, session, cause);
        }

        @Override
        public Evict collapsed() {
            return this;
        }

        @Override
        public Object key() {
            return session;
        }
    }

    /** A device has acknowledged a message that a publisher waits for. */
    record Settled(String user, String id) implements Hint {
        @Override
        public void deliver(HintHandler sessions, SettledHandler waiters) {
            waiters.onSettled(user, id);
        }

        @Override
        public Settled collapsed() {
            return this;
        }

        @Override
        public Object key() {
            return this;
        }
    }
}
