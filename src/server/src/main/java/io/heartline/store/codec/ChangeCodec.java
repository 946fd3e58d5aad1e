package io.heartline.store.codec;

import io.heartline.user.Change;
import java.io.IOException;

/** Writes and reads a change as it is sent to the replicas of an entry. */
public final class ChangeCodec {
    private static final int WHOLE = 1;
    private static final int PARTS = 2;

    private ChangeCodec() {}

    public static void write(FieldWriter out, Change change, int version) throws IOException {
        out.octet(version);
        if (change instanceof Change.Whole whole) {
            StateCodec.write(out.octet(WHOLE), whole.state(), version);
        } else if (change instanceof Change.Parts parts) {
            writeParts(out.octet(PARTS), parts, version);
        } else {
            throw new IllegalArgumentException("Nobody knows how to write the change " + change.getClass());
        }
    }

    public static Change read(FieldReader in) throws IOException {
        int version = in.version("change", FormatVersion.NEWEST);
        int kind = in.octet();
        return switch (kind) {
            case WHOLE -> new Change.Whole(StateCodec.read(in));
            case PARTS -> readParts(in, version);
            default -> throw in.unknown("change", kind);
        };
    }

    private static void writeParts(FieldWriter out, Change.Parts parts, int version) throws IOException {
        out.text(parts.epoch()).number(parts.base()).number(parts.head());
        out.number(parts.acked()).number(parts.pruned());
        out.list(parts.messages(), PartCodec::writeMessage);
        out.optional(parts.devices(), (o, devices) -> PartCodec.writeDevices(o, devices, version));
        out.optional(parts.vector(), (o, vector) -> VectorCodec.write(o, vector, version));
        out.number(parts.presence()).number(parts.changedAt());
        if (version >= FormatVersion.WITH_CUTOFF) {
            PartCodec.writeCutoff(out, parts.cutoff());
        }
    }

    private static Change readParts(FieldReader in, int version) throws IOException {
        return new Change.Parts(
                in.text(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.list(PartCodec::readMessage),
                in.optional(i -> PartCodec.readDevices(i, version)),
                in.optional(i -> CutoffCounter.removed(VectorCodec.read(i, version))),
                in.number(),
                in.number(),
                PartCodec.readCutoff(in, version));
    }
}
