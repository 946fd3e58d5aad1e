package io.heartline.store.codec;

import io.heartline.user.Body;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.Device;
import io.heartline.user.Devices;
import io.heartline.user.LiveSession;
import io.heartline.user.Message;
import io.heartline.user.Position;
import io.heartline.user.TokenCutoff;
import java.io.IOException;

/**
 * Writes and reads the values that states, commands, outcomes and changes consist of. They have the version of the
 * value that holds them.
 */
final class PartCodec {
    private PartCodec() {}

    static void writeMessage(FieldWriter out, Message message) throws IOException {
        out.number(message.seq()).text(message.id()).number(message.at()).number(message.expiresAt());
        out.optional(message.body(), (o, body) -> o.bytes(body.bytes()));
        out.optional(message.watch(), PartCodec::writeWatch);
        out.flag(message.expired());
    }

    static Message readMessage(FieldReader in) throws IOException {
        return new Message(
                in.seq(),
                in.text(),
                in.number(),
                in.number(),
                in.optional(i -> Body.of(i.bytes())),
                in.optional(PartCodec::readWatch),
                in.flag());
    }

    static void writeWatch(FieldWriter out, DeliveryWatch watch) throws IOException {
        out.list(watch.waiters(), FieldWriter::text).flag(watch.receipt());
    }

    static DeliveryWatch readWatch(FieldReader in) throws IOException {
        return new DeliveryWatch(in.list(FieldReader::text), in.flag());
    }

    /** Version 1 has no field for unseen devices. */
    static void writeDevices(FieldWriter out, Devices devices, int version) throws IOException {
        if (version == 1) {
            Version1.writeDevices(out, devices);
        } else {
            out.list(devices.all(), PartCodec::writeDevice).number(devices.unseenUntil());
        }
    }

    static Devices readDevices(FieldReader in, int version) throws IOException {
        return version == 1 ? Version1.readDevices(in) : new Devices(in.list(PartCodec::readDevice), in.number());
    }

    static void writeCutoff(FieldWriter out, TokenCutoff cutoff) throws IOException {
        out.number(cutoff.notBefore()).number(cutoff.until());
    }

    /** Versions before 3 have no field for it: see {@link CutoffCounter}. */
    static TokenCutoff readCutoff(FieldReader in, int version) throws IOException {
        return version < FormatVersion.WITH_CUTOFF ? TokenCutoff.NONE : new TokenCutoff(in.number(), in.number());
    }

    static void writeDevice(FieldWriter out, Device device) throws IOException {
        out.text(device.name()).number(device.cursor()).number(device.from()).number(device.keepMillis());
        out.optional(device.session(), PartCodec::writeSession);
        out.number(device.lastSeen()).flag(device.reset());
    }

    static Device readDevice(FieldReader in) throws IOException {
        return new Device(
                in.text(),
                in.number(),
                in.number(),
                in.number(),
                in.optional(PartCodec::readSession),
                in.number(),
                in.flag());
    }

    static void writeSession(FieldWriter out, LiveSession session) throws IOException {
        out.text(session.id()).text(session.node()).number(session.gateway());
        out.signed(session.attempt()).number(session.since()).text(session.transport());
    }

    static LiveSession readSession(FieldReader in) throws IOException {
        return new LiveSession(in.text(), in.text(), (int) in.number(), in.signed(), in.number(), in.text());
    }

    static void writePosition(FieldWriter out, Position position) throws IOException {
        out.text(position.epoch()).number(position.seq());
    }

    static Position readPosition(FieldReader in) throws IOException {
        return new Position(in.text(), in.number());
    }
}
