package io.heartline.store.codec;

import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.Clear;
import io.heartline.user.Describe;
import io.heartline.user.Detach;
import io.heartline.user.DisconnectUser;
import io.heartline.user.FindMessage;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Pull;
import io.heartline.user.Push;
import io.heartline.user.ReadLimit;
import io.heartline.user.RemoveDevice;
import io.heartline.user.RemoveSession;
import io.heartline.user.Sweep;
import io.heartline.user.UserCommand;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Writes and reads a command as it is sent to the owner of an entry.
 *
 * <pre>
 *   1   written in the versions 1 and 2 of the stored format
 *   2   written from version 3 on: an attach has the time of issue of its token
 * </pre>
 */
public final class CommandCodec {
    private static final int NEWEST = 2;
    private static final int WITH_ISSUE = 2;
    private static final int PUSH = 1;
    private static final int ATTACH = 2;
    private static final int DETACH = 3;
    private static final int ACK = 4;
    private static final int PULL = 5;
    private static final int CLEAR = 6;
    private static final int REMOVE_DEVICE = 7;
    private static final int REMOVE_SESSION = 8;
    private static final int DESCRIBE = 9;
    private static final int FIND_MESSAGE = 10;
    private static final int SWEEP = 11;
    private static final int FORGET = 12;
    private static final int DISCONNECT_USER = 13;
    private static final int NAMED = 1;
    private static final int PLAIN = 2;

    private CommandCodec() {}

    public static void write(FieldWriter out, UserCommand<?> command) throws IOException {
        write(out, command, FormatVersion.NEWEST);
    }

    /**
     * Writes a command for nodes that read a version of the stored format.
     *
     * @param format the version that all nodes in sight read
     */
    public static void write(FieldWriter out, UserCommand<?> command, int format) throws IOException {
        int version = format < FormatVersion.WITH_CUTOFF ? 1 : NEWEST;
        out.octet(version);
        if (command instanceof Push push) {
            writePush(out.octet(PUSH), push);
        } else if (command instanceof Ack ack) {
            out.octet(ACK).text(ack.session()).text(ack.epoch()).number(ack.seq());
        } else if (command instanceof Pull pull) {
            out.octet(PULL).text(pull.session()).text(pull.epoch()).number(pull.after());
            writeLimit(out, pull.limit());
        } else if (command instanceof Attach attach) {
            writeAttach(out.octet(ATTACH), attach, version);
        } else if (command instanceof Detach detach) {
            writeDetach(out, detach);
        } else {
            writeRare(out, command);
        }
        out.number(command.now());
    }

    private static void writeDetach(FieldWriter out, Detach detach) throws IOException {
        String device = detach.device();
        if (device != null) {
            out.octet(FORGET).text(detach.session()).text(device);
        } else {
            out.octet(DETACH).text(detach.session()).flag(detach.forget());
        }
    }

    private static void writeRare(FieldWriter out, UserCommand<?> command) throws IOException {
        if (command instanceof Sweep sweep) {
            out.octet(SWEEP).list(List.copyOf(sweep.alive()), FieldWriter::text).number(sweep.before());
        } else if (command instanceof RemoveDevice remove) {
            out.octet(REMOVE_DEVICE).text(remove.device());
        } else if (command instanceof RemoveSession remove) {
            out.octet(REMOVE_SESSION).text(remove.session());
        } else if (command instanceof FindMessage find) {
            out.octet(FIND_MESSAGE).text(find.id());
        } else if (command instanceof Clear) {
            out.octet(CLEAR);
        } else if (command instanceof Describe) {
            out.octet(DESCRIBE);
        } else if (command instanceof DisconnectUser disconnect) {
            out.octet(DISCONNECT_USER).optional(disconnect.notBefore(), FieldWriter::number);
            out.bits(disconnect.entropy());
        } else {
            throw new IllegalArgumentException("Nobody knows how to write the command " + command.getClass());
        }
    }

    public static UserCommand<?> read(FieldReader in) throws IOException {
        int version = in.version("command", NEWEST);
        return in.sensible("command", kind -> readKind(kind, version));
    }

    private static UserCommand<?> readKind(FieldReader in, int version) throws IOException {
        int kind = in.octet();
        return switch (kind) {
            case PUSH -> readPush(in);
            case ATTACH -> readAttach(in, version);
            case DETACH -> new Detach(in.text(), in.flag(), in.number());
            case FORGET -> new Detach(in.text(), true, in.text(), in.number());
            case ACK -> new Ack(in.text(), in.text(), in.number(), in.number());
            case PULL -> new Pull(in.text(), in.text(), in.number(), readLimit(in), in.number());
            case CLEAR -> new Clear(in.number());
            case REMOVE_DEVICE -> new RemoveDevice(in.text(), in.number());
            case REMOVE_SESSION -> new RemoveSession(in.text(), in.number());
            case DESCRIBE -> new Describe(in.number());
            case DISCONNECT_USER -> new DisconnectUser(in.optional(FieldReader::number), in.bits(), in.number());
            case FIND_MESSAGE -> new FindMessage(in.text(), in.number());
            case SWEEP -> new Sweep(Set.copyOf(in.list(FieldReader::text)), in.number(), in.number());
            default -> throw in.unknown("command", kind);
        };
    }

    private static void writePush(FieldWriter out, Push push) throws IOException {
        out.text(push.id()).bytes(push.body().bytes()).number(push.ttlMillis());
        out.optional(push.watch(), PartCodec::writeWatch);
        out.number(push.limits().messages()).number(push.limits().bytes()).bits(push.entropy());
    }

    private static Push readPush(FieldReader in) throws IOException {
        return new Push(
                in.text(),
                Body.of(in.bytes()),
                in.number(),
                in.optional(PartCodec::readWatch),
                new MailboxLimits((int) in.number(), in.number()),
                in.bits(),
                in.number());
    }

    private static void writeAttach(FieldWriter out, Attach attach, int version) throws IOException {
        PartCodec.writeSession(out, attach.session());
        if (attach.target() instanceof Attach.Target.Named named) {
            out.octet(NAMED).text(named.device());
        } else if (attach.target() instanceof Attach.Target.Plain plain) {
            out.octet(PLAIN).text(plain.route());
        } else {
            throw new IllegalArgumentException(
                    "Nobody knows how to write a target of " + attach.target().getClass());
        }
        out.number(attach.keepMillis()).optional(attach.position(), PartCodec::writePosition);
        out.flag(attach.again());
        writeLimit(out, attach.limit());
        out.bits(attach.entropy());
        if (version >= WITH_ISSUE) {
            out.bits(attach.issuedAt());
        }
    }

    private static Attach readAttach(FieldReader in, int version) throws IOException {
        return new Attach(
                PartCodec.readSession(in),
                readTarget(in),
                in.number(),
                in.optional(PartCodec::readPosition),
                in.flag(),
                readLimit(in),
                in.bits(),
                version >= WITH_ISSUE ? in.bits() : Attach.NO_TOKEN,
                in.number());
    }

    private static Attach.Target readTarget(FieldReader in) throws IOException {
        int kind = in.octet();
        return switch (kind) {
            case NAMED -> new Attach.Target.Named(in.text());
            case PLAIN -> new Attach.Target.Plain(in.text());
            default -> throw in.unknown("target of an attach", kind);
        };
    }

    private static void writeLimit(FieldWriter out, ReadLimit limit) throws IOException {
        out.number(limit.messages()).number(limit.bytes());
    }

    private static ReadLimit readLimit(FieldReader in) throws IOException {
        return new ReadLimit((int) in.number(), in.number());
    }
}
