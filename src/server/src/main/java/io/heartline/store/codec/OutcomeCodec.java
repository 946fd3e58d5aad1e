package io.heartline.store.codec;

import io.heartline.user.AckOutcome;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Clear;
import io.heartline.user.Detach;
import io.heartline.user.MessageView;
import io.heartline.user.PullOutcome;
import io.heartline.user.PushOutcome;
import io.heartline.user.Removed;
import io.heartline.user.Sweep;
import io.heartline.user.UserView;
import java.io.IOException;
import java.util.Optional;

/** Writes and reads an outcome as the owner of an entry returns it. */
public final class OutcomeCodec {
    private static final int NEWEST = 1;
    private static final int PUSHED = 1;
    private static final int MAILBOX_FULL = 2;
    private static final int ATTACHED = 3;
    private static final int REFUSED = 4;
    private static final int DETACHED = 5;
    private static final int ACKED = 6;
    private static final int ACK_NOT_ATTACHED = 7;
    private static final int PULLED = 8;
    private static final int PULL_NOT_ATTACHED = 9;
    private static final int CLEARED = 10;
    private static final int REMOVED = 11;
    private static final int VIEW = 12;
    private static final int MESSAGE_FOUND = 13;
    private static final int MESSAGE_UNKNOWN = 14;
    private static final int SWEPT = 15;
    private static final int FAILED = 16;

    private OutcomeCodec() {}

    public static void write(FieldWriter out, Object outcome) throws IOException {
        out.octet(NEWEST);
        if (outcome instanceof PushOutcome.Pushed pushed) {
            OutcomeParts.writePushed(out.octet(PUSHED), pushed);
        } else if (outcome instanceof AckOutcome.Acked acked) {
            out.octet(ACKED).number(acked.cursor()).list(acked.settled(), OutcomeParts::writeMilestone);
        } else if (outcome instanceof PullOutcome.Pulled pulled) {
            OutcomeParts.writePage(out.octet(PULLED), pulled.page());
        } else if (outcome instanceof AttachOutcome.Attached attached) {
            OutcomeParts.writeAttached(out.octet(ATTACHED), attached);
        } else if (outcome instanceof Detach.Detached detached) {
            out.octet(DETACHED).list(detached.presence(), OutcomeParts::writePresence);
        } else if (outcome instanceof Sweep.Swept swept) {
            OutcomeParts.writeSwept(out.octet(SWEPT), swept);
        } else {
            writeRefusal(out, outcome);
        }
    }

    private static void writeRefusal(FieldWriter out, Object outcome) throws IOException {
        if (outcome instanceof PushOutcome.MailboxFull full) {
            out.octet(MAILBOX_FULL).number(full.messages()).number(full.bytes());
        } else if (outcome instanceof AttachOutcome.Refused refused) {
            out.octet(REFUSED).choice(OutcomeParts.REASONS, refused.reason());
        } else if (outcome instanceof AckOutcome.NotAttached) {
            out.octet(ACK_NOT_ATTACHED);
        } else if (outcome instanceof PullOutcome.NotAttached) {
            out.octet(PULL_NOT_ATTACHED);
        } else if (outcome instanceof CommandFailure failed) {
            out.octet(FAILED).text(failed.reason());
        } else {
            writeRare(out, outcome);
        }
    }

    private static void writeRare(FieldWriter out, Object outcome) throws IOException {
        if (outcome instanceof Clear.Cleared cleared) {
            out.octet(CLEARED).number(cleared.messages());
        } else if (outcome instanceof Removed removed) {
            OutcomeParts.writeRemoved(out.octet(REMOVED), removed);
        } else if (outcome instanceof UserView view) {
            OutcomeParts.writeView(out.octet(VIEW), view);
        } else if (outcome instanceof Optional<?> found && found.isPresent()) {
            OutcomeParts.writeMessageView(out.octet(MESSAGE_FOUND), (MessageView) found.get());
        } else if (outcome instanceof Optional<?>) {
            out.octet(MESSAGE_UNKNOWN);
        } else {
            throw new IllegalArgumentException("Nobody knows how to write the outcome " + outcome.getClass());
        }
    }

    public static Object read(FieldReader in) throws IOException {
        in.version("outcome", NEWEST);
        int kind = in.octet();
        return switch (kind) {
            case PUSHED -> OutcomeParts.readPushed(in);
            case MAILBOX_FULL -> new PushOutcome.MailboxFull((int) in.number(), in.number());
            case ATTACHED -> OutcomeParts.readAttached(in);
            case REFUSED -> new AttachOutcome.Refused(in.choice(OutcomeParts.REASONS));
            case DETACHED -> new Detach.Detached(in.list(OutcomeParts::readPresence));
            case ACKED -> new AckOutcome.Acked(in.number(), in.list(OutcomeParts::readMilestone));
            case ACK_NOT_ATTACHED -> new AckOutcome.NotAttached();
            case PULLED -> new PullOutcome.Pulled(OutcomeParts.readPage(in));
            case PULL_NOT_ATTACHED -> new PullOutcome.NotAttached();
            case CLEARED -> new Clear.Cleared((int) in.number());
            case REMOVED -> OutcomeParts.readRemoved(in);
            case VIEW -> OutcomeParts.readView(in);
            case MESSAGE_FOUND -> Optional.of(OutcomeParts.readMessageView(in));
            case MESSAGE_UNKNOWN -> Optional.empty();
            case SWEPT -> OutcomeParts.readSwept(in);
            case FAILED -> new CommandFailure(in.text());
            default -> throw in.unknown("outcome", kind);
        };
    }
}
