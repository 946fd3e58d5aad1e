package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * Estimates the bytes that parts of an entry take on the heap of a JVM with compressed references. The estimates are never
 * below the true size. Parts that entries may share, as ids of nodes, count for each.
 */
final class HeapWeight {
    /** An entry without content: its place and record in the map, the state, an empty mailbox, the epoch. */
    static final long ENTRY = 416;
    /** A chunk with its arrays of hashes and slots, and its place in the array of chunks. */
    static final long CHUNK = 328;
    /** The share of a chunk that one message takes. */
    static final long SLOT = CHUNK / Chunk.SIZE;

    private static final long MESSAGE = 64;
    private static final long BODY = 16;
    private static final long WATCH = 64;
    private static final long DEVICE = 64;
    private static final long SESSION = 48;
    private static final long COUNTER = 152;
    private static final long ARRAY_HEADER = 16;
    private static final long STRING = 24;

    private HeapWeight() {}

    static long of(Message message) {
        Body body = message.body();
        return MESSAGE + of(message.id()) + (body == null ? 0 : BODY + array(body.length())) + of(message.watch());
    }

    static long of(Devices devices) {
        long sum = 0;
        for (Device device : devices.all()) {
            LiveSession session = device.session();
            sum += DEVICE + of(device.name());
            if (session != null) {
                sum += SESSION + of(session.id()) + of(session.node()) + of(session.transport());
            }
        }
        return sum;
    }

    static long of(VersionVector vector) {
        return COUNTER * vector.counters().size();
    }

    private static long of(@Nullable DeliveryWatch watch) {
        if (watch == null) {
            return 0;
        }
        long sum = WATCH;
        for (String waiter : watch.waiters()) {
            sum += of(waiter);
        }
        return sum;
    }

    /** A text of at most one byte a character, as ids and names are; others take up to twice as much. */
    private static long of(String text) {
        return STRING + array(text.length());
    }

    private static long array(int bytes) {
        return (ARRAY_HEADER + bytes + 7) & ~7L;
    }
}
