package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;

/** Frames to and from their JSON text. Stateless; safe on any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class FrameCodec {
    private FrameCodec() {}

    /** Reads a client's frame; throws {@link ProtocolViolation} naming what is wrong. */
    public static ClientFrame decode(String text) {
        throw new UnsupportedOperationException();
    }

    public static Buffer encode(ServerFrame frame) {
        throw new UnsupportedOperationException();
    }

    /** The frame of an acked push, with its epoch: encoded once, written to many. */
    public static Buffer message(String epoch, long seq, String id, long at, byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** The frame of a transient push, which nobody acknowledges. */
    public static Buffer transientMessage(String id, long at, byte[] body) {
        throw new UnsupportedOperationException();
    }
}
