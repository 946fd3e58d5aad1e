package io.heartline.store.codec;

import static io.heartline.store.Commands.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.Commands;
import io.heartline.user.Ack;
import io.heartline.user.AckOutcome;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Change;
import io.heartline.user.Clear;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.Describe;
import io.heartline.user.Detach;
import io.heartline.user.Device;
import io.heartline.user.Devices;
import io.heartline.user.DisconnectUser;
import io.heartline.user.Eviction;
import io.heartline.user.FindMessage;
import io.heartline.user.LiveSession;
import io.heartline.user.Mailbox;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Message;
import io.heartline.user.MessageView;
import io.heartline.user.MilestoneReached;
import io.heartline.user.Page;
import io.heartline.user.Position;
import io.heartline.user.PresenceChange;
import io.heartline.user.Pull;
import io.heartline.user.PullOutcome;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome;
import io.heartline.user.ReadLimit;
import io.heartline.user.RemoveDevice;
import io.heartline.user.RemoveSession;
import io.heartline.user.Removed;
import io.heartline.user.Sweep;
import io.heartline.user.TokenCutoff;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.UserView;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.Writer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Values that an earlier version wrote are still read. A file holds one value of each kind as its version writes it; it never
 * changes, a new version gets a file of its own.
 */
class WrittenBeforeTest {
    private static final LiveSession SESSION = new LiveSession("s-1", "node-1", 3, -1, NOW, "websocket");
    private static final DeliveryWatch WATCH = new DeliveryWatch("gateway-7", true);
    private static final Message OWED = new Message(40, "m-40", NOW, NOW + 1, Commands.body("m"), WATCH, false);
    private static final Message ENDED = new Message(2, "ü", NOW, NOW + 1, null, null, true);
    private static final Device DEVICE = new Device("phone", 7, 3, 300_000, SESSION, NOW, true);
    private static final Devices DEVICES =
            new Devices(List.of(DEVICE, new Device("tablet", 0, 0, 1, null, NOW, false)));
    private static final VersionVector VECTOR = new VersionVector(List.of(new WriteCounter(new Writer("node-1"), 40)));
    private static final PresenceChange CAME = new PresenceChange("phone", SESSION, true, true, NOW);
    private static final MilestoneReached SETTLED = new MilestoneReached(40, "m-40", WATCH, true);
    private static final Eviction EVICTION = new Eviction(SESSION, Eviction.Cause.POSITION_LOST);
    private static final Position POSITION = new Position("1z", 40);
    private static final Page PAGE = new Page(List.of(OWED), 40, 41);
    private static final UserState STATE = new UserState(
            "1z", Mailbox.of(41, 5, 3, List.of(ENDED, OWED)), DEVICES, VECTOR, NOW, NOW + 2, true, TokenCutoff.NONE);
    private static final TokenCutoff CUTOFF = new TokenCutoff(NOW, NOW + 3);
    private static final UserState CUT_OFF = new UserState(
            "1z", Mailbox.of(41, 5, 3, List.of(ENDED, OWED)), DEVICES, VECTOR, NOW, NOW + 2, true, CUTOFF);

    static final List<UserCommand<?>> COMMANDS = List.of(
            new Push("m-1", Commands.body("m"), 1_000, WATCH, MailboxLimits.DEFAULT, -1, NOW),
            new Attach(SESSION, new Attach.Target.Named("phone"), 1, POSITION, true, new ReadLimit(1, 2), -2, NOW),
            new Attach(SESSION, new Attach.Target.Plain("news"), 1, null, false, ReadLimit.NONE, 3, NOW),
            new Detach("s-1", true, NOW),
            new Ack("s-1", "1z", 40, NOW),
            new Pull("s-1", "1z", 40, new ReadLimit(128, 262_144), NOW),
            new Clear(NOW),
            new RemoveDevice("phone", NOW),
            new RemoveSession("s-1", NOW),
            new Describe(NOW),
            new FindMessage("m-1", NOW),
            new Sweep(Set.of("node-1"), NOW - 1, NOW));

    /** Commands that version 3 of the stored format brought. */
    static final List<UserCommand<?>> COMMANDS_OF_3 = List.of(
            new Attach(SESSION, new Attach.Target.Named("phone"), 1, null, false, ReadLimit.NONE, 3, NOW - 7, NOW),
            new Attach(
                    SESSION,
                    new Attach.Target.Plain("news"),
                    1,
                    null,
                    false,
                    ReadLimit.NONE,
                    3,
                    Attach.UNKNOWN_ISSUE,
                    NOW),
            new DisconnectUser(null, -4, NOW),
            new DisconnectUser(NOW - 1, 4, NOW));

    static final List<Object> OUTCOMES = List.of(
            new PushOutcome.Pushed(POSITION, NOW, true, false, List.of(SESSION), List.of(EVICTION), List.of(CAME)),
            new PushOutcome.MailboxFull(1_000, 1 << 20),
            new AttachOutcome.Attached(
                    "phone", POSITION, true, 2, PAGE, List.of(EVICTION), List.of(CAME), List.of(SETTLED)),
            new AttachOutcome.Refused(AttachOutcome.Reason.TOO_MANY_DEVICES),
            new Detach.Detached(List.of(CAME)),
            new AckOutcome.Acked(40, List.of(SETTLED)),
            new AckOutcome.NotAttached(),
            new PullOutcome.Pulled(PAGE),
            new PullOutcome.NotAttached(),
            new Clear.Cleared(3),
            new Removed(true, List.of(EVICTION), List.of(CAME)),
            new UserView("1z", 41, 1, DEVICES.all()),
            Optional.of(new MessageView(
                    "m-40",
                    POSITION,
                    MessageView.State.EXPIRED,
                    NOW,
                    List.of(new MessageView.Receiver("phone", true)))),
            Optional.empty(),
            new Sweep.Swept("1z", 1, List.of(CAME), List.of(SETTLED), List.of(SESSION)),
            new CommandFailure("why"));

    static final Change.Parts PARTS =
            new Change.Parts("1z", 39, 40, 5, 3, List.of(ENDED, OWED), DEVICES, VECTOR, NOW, NOW + 2, TokenCutoff.NONE);
    private static final Change.Parts PARTS_OF_3 =
            new Change.Parts("1z", 39, 40, 5, 3, List.of(ENDED, OWED), DEVICES, VECTOR, NOW, NOW + 2, CUTOFF);
    private static final Change.Parts FEW_PARTS =
            new Change.Parts("1z", 39, 40, 5, 3, List.of(), null, null, NOW, NOW + 2, TokenCutoff.NONE);

    @Test
    void whatVersion1WroteIsReadAsItWas() throws IOException {
        Properties written = Written.by("version-1");
        for (int i = 0; i < COMMANDS.size(); i++) {
            byte[] bytes = Written.bytes(written, "command-" + i);
            assertThat(CodecProperties.read(bytes, CommandCodec::read)).isEqualTo(COMMANDS.get(i));
        }
        for (int i = 0; i < OUTCOMES.size(); i++) {
            byte[] bytes = Written.bytes(written, "outcome-" + i);
            assertThat(CodecProperties.read(bytes, OutcomeCodec::read)).isEqualTo(OUTCOMES.get(i));
        }
        entriesAreReadAsTheyWere(written, 1);
    }

    @Test
    void whatVersion2WroteIsReadAsItWas() throws IOException {
        entriesAreReadAsTheyWere(Written.by("version-2"), 2);
    }

    @Test
    void whatVersion3WroteIsReadAsItWas() throws IOException {
        Properties written = Written.by("version-3");
        entriesAreReadAsTheyWere(written, 3);
        for (int i = 0; i < COMMANDS_OF_3.size(); i++) {
            byte[] bytes = Written.bytes(written, "command-" + i);
            assertThat(CodecProperties.read(bytes, CommandCodec::read)).isEqualTo(COMMANDS_OF_3.get(i));
        }
        UserState state = CodecProperties.read(Written.bytes(written, "cut-off"), StateCodec::read);
        assertThat(state.cutoff()).isEqualTo(CUTOFF);
        assertThat(CodecProperties.read(Written.bytes(written, "parts-cut-off"), ChangeCodec::read))
                .isEqualTo(PARTS_OF_3);
        assertThat(CodecProperties.read(Written.bytes(written, "refused"), OutcomeCodec::read))
                .isEqualTo(new AttachOutcome.Refused(AttachOutcome.Reason.TOKEN_CUT_OFF));
    }

    private static void entriesAreReadAsTheyWere(Properties written, int version) throws IOException {
        assertThat(CodecProperties.read(Written.bytes(written, "parts"), ChangeCodec::read))
                .isEqualTo(PARTS);
        assertThat(CodecProperties.read(Written.bytes(written, "few-parts"), ChangeCodec::read))
                .isEqualTo(FEW_PARTS);
        UserState state = CodecProperties.read(Written.bytes(written, "state"), StateCodec::read);
        assertThat(CodecProperties.bytes(state, CodecProperties.state(version)))
                .isEqualTo(Written.bytes(written, "state"));
        Change.Whole whole = (Change.Whole) CodecProperties.read(Written.bytes(written, "whole"), ChangeCodec::read);
        assertThat(StateCodec.owesTheSame(whole.state(), STATE)).isTrue();
    }

    /** While nodes of version 1 are in sight, entries are written in a form that they read. */
    @Test
    void version1IsStillWrittenAsItWas() throws IOException {
        Map<String, String> now = entries(1);
        for (int i = 0; i < COMMANDS.size(); i++) {
            now.put(
                    "command-" + i,
                    Written.hex(COMMANDS.get(i), (out, command) -> CommandCodec.write(out, command, 1)));
        }
        for (int i = 0; i < OUTCOMES.size(); i++) {
            now.put("outcome-" + i, Written.hex(OUTCOMES.get(i), OutcomeCodec::write));
        }

        Written.assertIs(now, "version-1");
    }

    /** Commands and outcomes have the same form in version 2 as in version 1. */
    @Test
    void version2IsStillWhatIsWritten() throws IOException {
        Written.assertIs(entries(2), "version-2");
    }

    @Test
    void version3IsStillWhatIsWritten() throws IOException {
        Map<String, String> now = entries(3);
        for (int i = 0; i < COMMANDS_OF_3.size(); i++) {
            now.put("command-" + i, Written.hex(COMMANDS_OF_3.get(i), CommandCodec::write));
        }
        now.put("cut-off", Written.hex(CUT_OFF, CodecProperties.state(3)));
        now.put("parts-cut-off", Written.hex(PARTS_OF_3, CodecProperties.change(3)));
        now.put(
                "refused",
                Written.hex(new AttachOutcome.Refused(AttachOutcome.Reason.TOKEN_CUT_OFF), OutcomeCodec::write));

        Written.assertIs(now, "version-3");
    }

    /** A merge is written in version 1, and a node of version 2 passes on what it does not understand. */
    @Test
    void aCutoffSurvivesVersionsThatHaveNoFieldForIt() throws IOException {
        byte[] merge = CodecProperties.bytes(CUT_OFF, CodecProperties.state(1));
        UserState merged = CodecProperties.read(merge, StateCodec::read);
        assertThat(merged.cutoff()).isEqualTo(CUTOFF);
        assertThat(merged.vector()).isEqualTo(VECTOR);

        VersionVector passedOn = CutoffCounter.added(VECTOR, CUTOFF);
        byte[] moved = CodecProperties.bytes(
                new UserState("2z", STATE.mailbox(), DEVICES, passedOn, NOW, NOW, false, TokenCutoff.NONE),
                CodecProperties.state(2));
        assertThat(CodecProperties.read(moved, StateCodec::read).cutoff()).isEqualTo(CUTOFF);
    }

    /** A node that can't read the time of issue lets the connection in, as all nodes of its version do. */
    @Test
    void nodesOfVersion2GetAnAttachWithoutTheTimeOfIssue() throws IOException {
        Attach attach = (Attach) COMMANDS_OF_3.get(0);

        byte[] bytes = CodecProperties.bytes(attach, (out, command) -> CommandCodec.write(out, command, 2));

        assertThat(((Attach) CodecProperties.read(bytes, CommandCodec::read)).issuedAt())
                .isEqualTo(Attach.NO_TOKEN);
    }

    private static Map<String, String> entries(int version) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        entries.put("state", Written.hex(STATE, CodecProperties.state(version)));
        entries.put("parts", Written.hex(PARTS, CodecProperties.change(version)));
        entries.put("few-parts", Written.hex(FEW_PARTS, CodecProperties.change(version)));
        entries.put("whole", Written.hex(new Change.Whole(STATE), CodecProperties.change(version)));
        return entries;
    }
}
