package io.heartline.store.codec;

import io.heartline.user.NodeSet;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.io.IOException;

/** Writes and reads version vectors in the format version of the entry or change that holds them. */
final class VectorCodec {
    private static final int WRITER = 1;
    private static final int EPOCH_BEGUN = 2;
    private static final int MERGED = 3;
    private static final int SPLIT_SIDE = 4;

    private VectorCodec() {}

    static void write(FieldWriter out, VersionVector vector, int version) throws IOException {
        if (version == 1) {
            Version1.writeVector(out, vector);
        } else {
            out.list(vector.counters(), VectorCodec::writeCounter);
        }
    }

    static VersionVector read(FieldReader in, int version) throws IOException {
        return version == 1 ? Version1.readVector(in) : new VersionVector(in.list(VectorCodec::readCounter));
    }

    private static void writeCounter(FieldWriter out, WriteCounter counter) throws IOException {
        writeSource(out, counter.source());
        out.number(counter.writes());
    }

    private static WriteCounter readCounter(FieldReader in) throws IOException {
        return new WriteCounter(readSource(in), in.number());
    }

    private static void writeSource(FieldWriter out, WriteSource source) throws IOException {
        if (source instanceof Writer writer) {
            writeWriter(out.octet(WRITER), writer);
        } else if (source instanceof WriteSource.EpochBegun begun) {
            writeWriter(out.octet(EPOCH_BEGUN).text(begun.epoch()), begun.by());
        } else if (source instanceof WriteSource.Merged merged) {
            out.octet(MERGED).text(merged.epoch());
        } else if (source instanceof WriteSource.SplitSide side) {
            writeNodes(out.octet(SPLIT_SIDE).text(side.node()), side.members());
        } else {
            throw new IllegalArgumentException("Nobody knows how to write the source of writes " + source.getClass());
        }
    }

    private static WriteSource readSource(FieldReader in) throws IOException {
        int kind = in.octet();
        return switch (kind) {
            case WRITER -> readWriter(in);
            case EPOCH_BEGUN -> new WriteSource.EpochBegun(in.text(), readWriter(in));
            case MERGED -> new WriteSource.Merged(in.text());
            case SPLIT_SIDE -> new WriteSource.SplitSide(in.text(), readNodes(in));
            default -> throw in.unknown("source of writes", kind);
        };
    }

    private static void writeWriter(FieldWriter out, Writer writer) throws IOException {
        writeNodes(out.text(writer.node()), writer.replicas());
    }

    private static Writer readWriter(FieldReader in) throws IOException {
        return new Writer(in.text(), readNodes(in));
    }

    private static void writeNodes(FieldWriter out, NodeSet nodes) throws IOException {
        out.number(nodes.digest() + 1L);
    }

    private static NodeSet readNodes(FieldReader in) throws IOException {
        long digest = in.number() - 1;
        if (digest < -1 || digest > Integer.MAX_VALUE) {
            throw new IOException("a digest of " + digest + " is out of bounds");
        }
        return new NodeSet((int) digest);
    }
}
