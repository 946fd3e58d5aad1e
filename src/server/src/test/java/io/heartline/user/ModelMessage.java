package io.heartline.user;

/** A message as the {@link ModelUser} remembers it, for ever. */
final class ModelMessage {
    enum Fate {
        OWED,
        ACKED_BY_ALL,
        ENDED,
        /** Acknowledged by all devices in an earlier epoch: no gap for any device. */
        PAST
    }

    long seq;
    final String id;
    final long at;
    final long end;
    final int length;
    final long pushNumber;
    Fate fate = Fate.OWED;
    boolean acked;

    ModelMessage(long seq, Push push, long pushNumber) {
        this.seq = seq;
        this.id = push.id();
        this.at = push.now();
        this.end = push.now() + push.ttlMillis();
        this.length = push.body().length();
        this.pushNumber = pushNumber;
    }

    boolean isOwed() {
        return fate == Fate.OWED;
    }
}
