package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Assembles the fragments of a message, up to a size, within a budget. Owned by its gateway's event loop. */
final class Fragments {
    private final ByteBudget budget;
    private int mostBytes;
    private @Nullable ByteBuf begun;
    private ByteBudget.@Nullable Share share;

    Fragments(int mostBytes, ByteBudget budget) {
        this.mostBytes = mostBytes;
        this.budget = budget;
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

    /** Keeps a copy of a fragment that is not the last; false if the budget has no room for it. */
    boolean add(ByteBuf fragment) {
        if (begun == null || share == null) {
            begun = Unpooled.buffer(fragment.readableBytes());
            share = budget.share();
        }
        if (!share.take(fragment.readableBytes())) {
            return false;
        }
        begun.writeBytes(fragment);
        return true;
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
        if (share != null) {
            share.release();
            share = null;
        }
    }
}
