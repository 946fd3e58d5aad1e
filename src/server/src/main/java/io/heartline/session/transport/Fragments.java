package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Assembles the fragments of a message, up to a size. Owned by its gateway's event loop. */
final class Fragments {
    private int mostBytes;
    private @Nullable ByteBuf begun;

    Fragments(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    int mostBytes() {
        return mostBytes;
    }

    /** Changes the size, for the messages from the next fragment on. */
    void limit(int bytes) {
        mostBytes = bytes;
    }

    boolean fits(ByteBuf fragment) {
        int before = begun == null ? 0 : begun.readableBytes();
        return before + fragment.readableBytes() <= mostBytes;
    }

    /** Keeps a copy of a fragment that is not the last. */
    void add(ByteBuf fragment) {
        if (begun == null) {
            begun = Unpooled.buffer(fragment.readableBytes());
        }
        begun.writeBytes(fragment);
    }

    /** The message that ends with this fragment, valid until {@link #clear}. */
    ByteBuf complete(ByteBuf last) {
        if (begun == null) {
            return last;
        }
        return begun.writeBytes(last);
    }

    void clear() {
        begun = null;
    }
}
