package io.heartline.store.codec;

import io.heartline.user.Mailbox;
import io.heartline.user.Message;
import io.heartline.user.UserState;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Writes and reads a whole entry, as it is sent when its partition moves to another node. */
public final class StateCodec {
    private StateCodec() {}

    public static void write(FieldWriter out, UserState state, int version) throws IOException {
        write(out, state, message -> true, version);
    }

    private static void write(FieldWriter out, UserState state, Predicate<Message> kept, int version)
            throws IOException {
        out.octet(version).text(state.epoch());
        writeMailbox(out, state.mailbox(), kept);
        PartCodec.writeDevices(out, state.devices(), version);
        boolean field = version >= FormatVersion.WITH_CUTOFF;
        VectorCodec.write(out, field ? state.vector() : CutoffCounter.added(state.vector(), state.cutoff()), version);
        out.number(state.presence()).number(state.changedAt()).flag(state.stale());
        if (field) {
            PartCodec.writeCutoff(out, state.cutoff());
        }
    }

    public static UserState read(FieldReader in) throws IOException {
        int version = in.version("entry", FormatVersion.NEWEST);
        UserState read = new UserState(
                in.text(),
                readMailbox(in),
                PartCodec.readDevices(in, version),
                VectorCodec.read(in, version),
                in.number(),
                in.number(),
                in.flag(),
                PartCodec.readCutoff(in, version));
        return version >= FormatVersion.WITH_CUTOFF ? read : withoutCounter(read);
    }

    /** The state with the cutoff that its vector carries. */
    private static UserState withoutCounter(UserState read) {
        return new UserState(
                read.epoch(),
                read.mailbox(),
                read.devices(),
                CutoffCounter.removed(read.vector()),
                read.presence(),
                read.changedAt(),
                read.stale(),
                CutoffCounter.in(read.vector()));
    }

    /**
     * True if two states agree on owed messages, positions and devices. A replica may remember a message that is owed
     * to no device longer than the owner does.
     */
    public static boolean owesTheSame(UserState one, UserState other) {
        return one == other || Arrays.equals(owed(one), owed(other));
    }

    private static byte[] owed(UserState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new FieldWriter(new DataOutputStream(bytes)), state, Message::owed, FormatVersion.NEWEST);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeMailbox(FieldWriter out, Mailbox mailbox, Predicate<Message> kept) throws IOException {
        List<Message> messages = new ArrayList<>(mailbox.size());
        mailbox.forEach(message -> {
            if (kept.test(message)) {
                messages.add(message);
            }
        });
        out.number(mailbox.head()).number(mailbox.acked()).number(mailbox.pruned());
        out.list(messages, PartCodec::writeMessage);
    }

    private static Mailbox readMailbox(FieldReader in) throws IOException {
        return Mailbox.of(in.number(), in.number(), in.number(), in.list(PartCodec::readMessage));
    }
}
