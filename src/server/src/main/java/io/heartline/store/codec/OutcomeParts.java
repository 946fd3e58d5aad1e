package io.heartline.store.codec;

import io.heartline.user.AttachOutcome;
import io.heartline.user.Eviction;
import io.heartline.user.MessageView;
import io.heartline.user.MilestoneReached;
import io.heartline.user.Page;
import io.heartline.user.PresenceChange;
import io.heartline.user.PushOutcome;
import io.heartline.user.Removed;
import io.heartline.user.Sweep;
import io.heartline.user.UserView;
import java.io.IOException;
import java.util.List;

/**
 * Writes and reads the parts of the outcomes of {@link OutcomeCodec}. They have the version of the outcome that holds
 * them.
 */
final class OutcomeParts {
    // The index of each value is written. Therefore values are only added at the end and never reordered.
    static final List<AttachOutcome.Reason> REASONS = List.of(
            AttachOutcome.Reason.OLDER_ATTEMPT,
            AttachOutcome.Reason.TOO_MANY_DEVICES,
            AttachOutcome.Reason.NOT_KEPT,
            AttachOutcome.Reason.TOKEN_CUT_OFF);
    static final List<Eviction.Cause> CAUSES =
            List.of(Eviction.Cause.REPLACED, Eviction.Cause.POSITION_LOST, Eviction.Cause.REMOVED);
    static final List<MessageView.State> STATES =
            List.of(MessageView.State.STORED, MessageView.State.ACKED, MessageView.State.EXPIRED);

    private OutcomeParts() {}

    static void writePushed(FieldWriter out, PushOutcome.Pushed pushed) throws IOException {
        PartCodec.writePosition(out, pushed.position());
        out.number(pushed.at()).flag(pushed.duplicate()).flag(pushed.acked());
        out.list(pushed.sessions(), PartCodec::writeSession);
        out.list(pushed.evictions(), OutcomeParts::writeEviction);
        out.list(pushed.presence(), OutcomeParts::writePresence);
    }

    static PushOutcome.Pushed readPushed(FieldReader in) throws IOException {
        return new PushOutcome.Pushed(
                PartCodec.readPosition(in),
                in.number(),
                in.flag(),
                in.flag(),
                in.list(PartCodec::readSession),
                in.list(OutcomeParts::readEviction),
                in.list(OutcomeParts::readPresence));
    }

    static void writeAttached(FieldWriter out, AttachOutcome.Attached attached) throws IOException {
        PartCodec.writePosition(out.text(attached.device()), attached.position());
        out.flag(attached.resumed()).number(attached.pending());
        writePage(out, attached.page());
        out.list(attached.evictions(), OutcomeParts::writeEviction);
        out.list(attached.presence(), OutcomeParts::writePresence);
        out.list(attached.settled(), OutcomeParts::writeMilestone);
    }

    static AttachOutcome.Attached readAttached(FieldReader in) throws IOException {
        return new AttachOutcome.Attached(
                in.text(),
                PartCodec.readPosition(in),
                in.flag(),
                (int) in.number(),
                readPage(in),
                in.list(OutcomeParts::readEviction),
                in.list(OutcomeParts::readPresence),
                in.list(OutcomeParts::readMilestone));
    }

    static void writePage(FieldWriter out, Page page) throws IOException {
        out.list(page.messages(), PartCodec::writeMessage).number(page.upTo()).number(page.head());
    }

    static Page readPage(FieldReader in) throws IOException {
        return new Page(in.list(PartCodec::readMessage), in.number(), in.number());
    }

    static void writePresence(FieldWriter out, PresenceChange change) throws IOException {
        PartCodec.writeSession(out.text(change.device()), change.session());
        out.flag(change.came()).flag(change.online()).number(change.n());
    }

    static PresenceChange readPresence(FieldReader in) throws IOException {
        return new PresenceChange(in.text(), PartCodec.readSession(in), in.flag(), in.flag(), in.number());
    }

    static void writeEviction(FieldWriter out, Eviction eviction) throws IOException {
        PartCodec.writeSession(out, eviction.session());
        out.choice(CAUSES, eviction.cause());
    }

    static Eviction readEviction(FieldReader in) throws IOException {
        return new Eviction(PartCodec.readSession(in), in.choice(CAUSES));
    }

    static void writeMilestone(FieldWriter out, MilestoneReached reached) throws IOException {
        PartCodec.writeWatch(out.number(reached.seq()).text(reached.id()), reached.watch());
        out.flag(reached.first());
    }

    static MilestoneReached readMilestone(FieldReader in) throws IOException {
        return new MilestoneReached(in.number(), in.text(), PartCodec.readWatch(in), in.flag());
    }

    static void writeRemoved(FieldWriter out, Removed removed) throws IOException {
        out.flag(removed.found()).list(removed.evictions(), OutcomeParts::writeEviction);
        out.list(removed.presence(), OutcomeParts::writePresence);
    }

    static Removed readRemoved(FieldReader in) throws IOException {
        return new Removed(in.flag(), in.list(OutcomeParts::readEviction), in.list(OutcomeParts::readPresence));
    }

    static void writeView(FieldWriter out, UserView view) throws IOException {
        out.text(view.epoch()).number(view.head()).number(view.pending());
        out.list(view.devices(), PartCodec::writeDevice);
    }

    static UserView readView(FieldReader in) throws IOException {
        return new UserView(in.text(), in.number(), (int) in.number(), in.list(PartCodec::readDevice));
    }

    static void writeMessageView(FieldWriter out, MessageView view) throws IOException {
        PartCodec.writePosition(out.text(view.id()), view.position());
        out.choice(STATES, view.state()).number(view.storedAt());
        out.list(view.devices(), (o, receiver) -> o.text(receiver.device()).flag(receiver.acked()));
    }

    static MessageView readMessageView(FieldReader in) throws IOException {
        return new MessageView(
                in.text(),
                PartCodec.readPosition(in),
                in.choice(STATES),
                in.number(),
                in.list(i -> new MessageView.Receiver(i.text(), i.flag())));
    }

    static void writeSwept(FieldWriter out, Sweep.Swept swept) throws IOException {
        out.text(swept.epoch()).number(swept.reaped());
        out.list(swept.presence(), OutcomeParts::writePresence);
        out.list(swept.expired(), OutcomeParts::writeMilestone);
        out.list(swept.sessions(), PartCodec::writeSession);
    }

    static Sweep.Swept readSwept(FieldReader in) throws IOException {
        return new Sweep.Swept(
                in.text(),
                (int) in.number(),
                in.list(OutcomeParts::readPresence),
                in.list(OutcomeParts::readMilestone),
                in.list(PartCodec::readSession));
    }
}
