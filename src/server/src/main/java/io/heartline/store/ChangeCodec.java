package io.heartline.store;

import io.heartline.user.Change;
import java.io.IOException;

/** A change as it goes to the copies of an entry. */
final class ChangeCodec {
    private static final int NEWEST = 1;
    private static final int WHOLE = 1;
    private static final int PARTS = 2;

    private ChangeCodec() {}

    static void write(FieldWriter out, Change change) throws IOException {
        out.octet(NEWEST);
        if (change instanceof Change.Whole whole) {
            StateCodec.write(out.octet(WHOLE), whole.state());
        } else {
            writeParts(out.octet(PARTS), (Change.Parts) change);
        }
    }

    static Change read(FieldReader in) throws IOException {
        in.version("change", NEWEST);
        int kind = in.octet();
        return switch (kind) {
            case WHOLE -> new Change.Whole(StateCodec.read(in));
            case PARTS -> readParts(in);
            default -> throw in.unknown("change", kind);
        };
    }

    private static void writeParts(FieldWriter out, Change.Parts parts) throws IOException {
        out.text(parts.epoch()).number(parts.base()).number(parts.head());
        out.number(parts.acked()).number(parts.pruned());
        out.list(parts.messages(), PartCodec::writeMessage);
        out.optional(parts.devices(), Version1::writeDevices);
        out.optional(parts.vector(), Version1::writeVector);
        out.number(parts.presence()).number(parts.changedAt());
    }

    private static Change readParts(FieldReader in) throws IOException {
        return new Change.Parts(
                in.text(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.list(PartCodec::readMessage),
                in.optional(Version1::readDevices),
                in.optional(Version1::readVector),
                in.number(),
                in.number());
    }
}
