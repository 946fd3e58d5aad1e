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
import java.util.function.Predicate;

/** An entry as it is written down when its partition moves to another node. */
final class StateCodec {
    private static final int NEWEST = 1;

    private StateCodec() {}

    static void write(FieldWriter out, UserState state) throws IOException {
        write(out, state, message -> true);
    }

    private static void write(FieldWriter out, UserState state, Predicate<Message> kept) throws IOException {
        out.octet(NEWEST).text(state.epoch());
        writeMailbox(out, state.mailbox(), kept);
        Version1.writeDevices(out, state.devices());
        Version1.writeVector(out, state.vector());
        out.number(state.presence()).number(state.changedAt()).flag(state.stale());
    }

    static UserState read(FieldReader in) throws IOException {
        in.version("entry", NEWEST);
        return new UserState(
                in.text(),
                readMailbox(in),
                Version1.readDevices(in),
                Version1.readVector(in),
                in.number(),
                in.number(),
                in.flag());
    }

    /**
     * Whether two states are the same in all that is owed: the messages, the positions, the devices. A copy may remember
     * longer than its entry what is owed to nobody.
     */
    static boolean owesTheSame(UserState one, UserState other) {
        return one == other || Arrays.equals(owed(one), owed(other));
    }

    private static byte[] owed(UserState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new FieldWriter(new DataOutputStream(bytes)), state, Message::owed);
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
