package io.heartline.session.transport;

/**
 * The bytes that a gateway holds for connections of one kind, and the most that it may. Owned by the gateway's event loop;
 * {@link #held} may be read on any thread.
 */
public final class ByteBudget {
    private final long most;
    private volatile long held;

    public ByteBudget(long most) {
        this.most = most;
    }

    /** The bytes that are held. */
    public long held() {
        return held;
    }

    /** Begins to count the bytes of one connection. */
    public Share share() {
        return new Share();
    }

    /** The bytes of one connection. */
    public final class Share {
        private long bytes;

        private Share() {}

        /** Counts more bytes; false, and nothing is counted, if they would exceed the budget. */
        public boolean take(int more) {
            if (held + more > most) {
                return false;
            }
            add(more);
            return true;
        }

        /** Counts so many bytes instead of those before; false, and nothing changes, if they would exceed the budget. */
        boolean hold(int now) {
            if (now > bytes && held - bytes + now > most) {
                return false;
            }
            add(now - bytes);
            return true;
        }

        /** Gives all bytes back; may be repeated. */
        public void release() {
            add(-bytes);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // only the event loop writes
        private void add(long more) {
            bytes += more;
            held += more;
        }
    }
}
