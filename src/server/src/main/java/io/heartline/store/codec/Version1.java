package io.heartline.store.codec;

import io.heartline.user.Device;
import io.heartline.user.Devices;
import io.heartline.user.NodeSet;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Writes and reads the fields that version 1 of the stored format encodes as strings. The sources of writes have these
 * names:
 *
 * <pre>
 *   node/digest          writer: owner, and digest of its replicas in base 36
 *   node                 writer whose replicas are not known
 *   epoch@node/digest    begin of an epoch by a writer
 *   epoch@merge          begin of an epoch by a merge
 *   node|digest          smaller side of a split: owner, and digest of the members that it sees
 * </pre>
 *
 * Ids of nodes and names of epochs contain none of the separators. Any other name is read as the id of a node, and
 * written again unchanged.
 */
public final class Version1 {
    private static final char BY = '@';
    private static final char ON = '/';
    private static final char SEES = '|';
    private static final String MERGE = "merge";
    private static final String UNSEEN = "?";
    private static final long UNSEEN_MILLIS = 300_000;

    private Version1() {}

    /** Writes the unseen devices as one more device at the end, with a name that no client can use. */
    static void writeDevices(FieldWriter out, Devices devices) throws IOException {
        List<Device> all = new ArrayList<>(devices.all());
        if (devices.unseenUntil() != 0) {
            long seen = devices.unseenUntil() - UNSEEN_MILLIS;
            all.add(new Device(UNSEEN, 0, 0, UNSEEN_MILLIS, null, seen, false));
        }
        out.list(all, PartCodec::writeDevice);
    }

    static Devices readDevices(FieldReader in) throws IOException {
        List<Device> all = new ArrayList<>(in.list(PartCodec::readDevice));
        long unseenUntil = 0;
        for (Iterator<Device> each = all.iterator(); each.hasNext(); ) {
            Device device = each.next();
            if (device.name().equals(UNSEEN)) {
                unseenUntil = device.lastSeen() + device.keepMillis();
                each.remove();
            }
        }
        return new Devices(all, unseenUntil);
    }

    static void writeVector(FieldWriter out, VersionVector vector) throws IOException {
        out.list(vector.counters(), (o, counter) -> o.text(nameOf(counter.source()))
                .number(counter.writes()));
    }

    static VersionVector readVector(FieldReader in) throws IOException {
        return new VersionVector(in.list(i -> new WriteCounter(sourceOf(i.text()), i.number())));
    }

    static String nameOf(WriteSource source) {
        if (source instanceof Writer writer) {
            return nameOf(writer);
        } else if (source instanceof WriteSource.EpochBegun begun) {
            return begun.epoch() + BY + nameOf(begun.by());
        } else if (source instanceof WriteSource.Merged merged) {
            return merged.epoch() + BY + MERGE;
        } else if (source instanceof WriteSource.SplitSide side) {
            return named(side.node(), SEES, side.members());
        }
        throw new IllegalArgumentException("Version 1 has no name for a source of writes of " + source.getClass());
    }

    public static String nameOf(Writer writer) {
        boolean known = !writer.replicas().equals(NodeSet.UNKNOWN);
        return known ? named(writer.node(), ON, writer.replicas()) : writer.node();
    }

    private static String named(String node, char sign, NodeSet nodes) {
        return node + sign + Integer.toString(nodes.digest(), Character.MAX_RADIX);
    }

    static WriteSource sourceOf(String name) {
        int by = name.indexOf(BY);
        if (by > 0) {
            String epoch = name.substring(0, by);
            String owner = name.substring(by + 1);
            return owner.equals(MERGE)
                    ? new WriteSource.Merged(epoch)
                    : new WriteSource.EpochBegun(epoch, writerOf(owner));
        }
        NodeSet members = nodesAfter(name, SEES);
        return members.equals(NodeSet.UNKNOWN)
                ? writerOf(name)
                : new WriteSource.SplitSide(nodeBefore(name, SEES), members);
    }

    public static Writer writerOf(String name) {
        NodeSet replicas = nodesAfter(name, ON);
        return replicas.equals(NodeSet.UNKNOWN) ? new Writer(name) : new Writer(nodeBefore(name, ON), replicas);
    }

    private static String nodeBefore(String name, char sign) {
        return name.substring(0, name.lastIndexOf(sign));
    }

    /**
     * The nodes whose digest follows the last separator {@code sign}. Unknown if no digest follows, or if it is not in
     * the form that is written here.
     */
    private static NodeSet nodesAfter(String name, char sign) {
        int at = name.lastIndexOf(sign);
        String digits = at < 0 ? "" : name.substring(at + 1);
        try {
            int digest = digits.isEmpty() ? -1 : Integer.parseInt(digits, Character.MAX_RADIX);
            boolean same =
                    digest >= 0 && Integer.toString(digest, Character.MAX_RADIX).equals(digits);
            return same ? new NodeSet(digest) : NodeSet.UNKNOWN;
        } catch (NumberFormatException otherName) {
            return NodeSet.UNKNOWN;
        }
    }
}
