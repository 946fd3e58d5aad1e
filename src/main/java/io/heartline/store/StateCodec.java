package io.heartline.store;

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

/**
 * An entry as it is written down when its partition moves to another node. Two states are the same exactly where their
 * bytes are.
 */
final class StateCodec {
    private static final int NEWEST = 1;

    private StateCodec() {}

    static void write(FieldWriter out, UserState state) throws IOException {
        out.octet(NEWEST).text(state.epoch());
        writeMailbox(out, state.mailbox());
        PartCodec.writeDevices(out, state.devices());
        PartCodec.writeNumbering(out, state.numbering());
        out.number(state.presence()).number(state.changedAt()).flag(state.suspect());
    }

    static UserState read(FieldReader in) throws IOException {
        in.version("entry", NEWEST);
        return new UserState(
                in.text(),
                readMailbox(in),
                PartCodec.readDevices(in),
                PartCodec.readNumbering(in),
                in.number(),
                in.number(),
                in.flag());
    }

    /** Whether two states are the same in all that is written down of them. */
    static boolean same(UserState one, UserState other) {
        return one == other || Arrays.equals(bytes(one), bytes(other));
    }

    private static byte[] bytes(UserState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new FieldWriter(new DataOutputStream(bytes)), state);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeMailbox(FieldWriter out, Mailbox mailbox) throws IOException {
        List<Message> messages = new ArrayList<>(mailbox.size());
        mailbox.forEach(messages::add);
        out.number(mailbox.head()).number(mailbox.acked()).number(mailbox.pruned());
        out.list(messages, PartCodec::writeMessage);
    }

    private static Mailbox readMailbox(FieldReader in) throws IOException {
        return Mailbox.of(in.number(), in.number(), in.number(), in.list(PartCodec::readMessage));
    }
}
