package io.heartline.user;

import io.heartline.user.Attach.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The setting of a sequence of steps: a state, a moving clock and the commands so far. Makes the command for each step. */
final class Scene {
    private static final long[] WAITS = {1, 500, 900, 5_000, 60_000, 150_000, 300_000, 3_600_000, 86_400_000};
    private static final long[] TIMES_TO_LIVE = {1_000, 60_000, 400_000, 604_800_000};
    private static final long[] KEEPS = {0, 1_000, 60_000, 300_000, 86_400_000};
    private static final DeliveryWatch[] WATCHES = {
        null, null, null, new DeliveryWatch("gateway", false), DeliveryWatch.RECEIPT, new DeliveryWatch("other", true)
    };

    final String side;
    UserState state;
    long now;
    private boolean skewed;
    private final List<String> ids;
    private final List<UserCommand<?>> past;
    private final List<Position> positions;
    private final List<String> sessions;

    Scene(String side) {
        this.side = side;
        this.state = UserState.ABSENT;
        this.now = 1_000_000;
        this.ids = new ArrayList<>();
        this.past = new ArrayList<>();
        this.positions = new ArrayList<>();
        this.sessions = new ArrayList<>();
    }

    /** Copies the past of a scene for another side of a split, which continues apart from it. */
    Scene(String side, Scene from) {
        this.side = side;
        this.state = from.state;
        this.now = from.now;
        this.ids = new ArrayList<>(from.ids);
        this.past = new ArrayList<>();
        this.positions = new ArrayList<>(from.positions);
        this.sessions = new ArrayList<>(from.sessions);
    }

    /** Lets nodes whose clocks differ by a few seconds submit the commands in turn. */
    Scene skewed() {
        skewed = true;
        return this;
    }

    /** The owner that writes now. Its name occurs on no other side. */
    Writer owner() {
        return new Writer(side + past.size() / 20);
    }

    /** The command for the step; null if only time passes. */
    @Nullable
    UserCommand<?> command(Step step) {
        if (step.kind() == Step.Kind.WAIT) {
            now += WAITS[step.a() % WAITS.length];
            return null;
        }
        now += skewed ? step.c() % 3 * 2_000L - 2_000 : 0;
        UserCommand<?> recent = past.isEmpty() ? null : past.get(past.size() - 1 - step.a() % Math.min(3, past.size()));
        boolean repeats =
                step.kind() == Step.Kind.REPEAT && recent != null && now - recent.now() <= (skewed ? 8_000 : 0);
        UserCommand<?> command = repeats ? recent : fresh(step);
        past.add(command);
        if (!state.isAbsent()) {
            positions.add(new Position(state.epoch(), state.mailbox().head()));
        }
        return command;
    }

    private UserCommand<?> fresh(Step step) {
        return switch (step.kind()) {
            case PUSH -> push(step);
            case CONNECT -> attach(step, new Target.Named("d" + step.a() % 3));
            case PLAIN -> attach(step, new Target.Plain(step.a() % 4 == 0 ? "r:x" : "r"));
            case ACK -> ack(step);
            case PULL -> new Pull(session(step.a()), state.epoch(), seq(step), new ReadLimit(step.c() % 4, 20), now);
            case DETACH ->
                new Detach(session(step.a()), step.b() % 4 == 0, step.c() % 3 == 0 ? "d" + step.a() % 3 : null, now);
            case SWEEP -> new Sweep(alive(step.a()), now - step.b() % 3, now);
            case REMOVE_DEVICE -> new RemoveDevice("d" + step.a() % 3, now);
            case REMOVE_SESSION -> new RemoveSession(session(step.a()), now);
            case CLEAR -> new Clear(now);
            default -> step.a() % 2 == 0 ? new Describe(now) : new FindMessage(id(step), now);
        };
    }

    private Push push(Step step) {
        String id = id(step);
        ids.add(id);
        Body body = Body.of(new byte[step.b() % 7 * 10]);
        return new Push(
                id,
                body,
                TIMES_TO_LIVE[step.c() % TIMES_TO_LIVE.length],
                WATCHES[step.b() % WATCHES.length],
                new MailboxLimits(6, 200),
                entropy(),
                now);
    }

    private String id(Step step) {
        boolean again = !ids.isEmpty() && step.a() % 4 == 0;
        return again ? ids.get(ids.size() - 1 - step.b() % Math.min(10, ids.size())) : side + ids.size();
    }

    private long entropy() {
        return (side + past.size()).hashCode() * 7_919L + past.size();
    }

    private Attach attach(Step step, Target target) {
        String id = "s" + side + sessions.size();
        sessions.add(id);
        long attempt = step.c() % 3 == 0 ? LiveSession.NO_ATTEMPT : now + step.c() % 5 * 400L - 800;
        LiveSession session =
                new LiveSession(id, "n" + step.c() % 3, 0, attempt, now - step.b() % 2, LiveSession.NO_ATTEMPT + "");
        long keep = KEEPS[step.a() % KEEPS.length];
        return new Attach(
                session,
                target,
                keep,
                position(step),
                step.b() % 6 == 0,
                new ReadLimit(step.c() % 4, 30),
                entropy(),
                now);
    }

    private @Nullable Position position(Step step) {
        Mailbox mailbox = state.mailbox();
        return switch (state.isAbsent() ? 0 : step.b() % 10) {
            case 0, 1 -> null;
            case 2 -> positions.isEmpty() ? null : positions.get(step.c() % positions.size());
            case 3 -> new Position(state.epoch(), mailbox.head());
            case 4 -> new Position(state.epoch(), 0);
            case 5 -> new Position(state.epoch(), mailbox.head() + (step.c() % 4 == 0 ? 1 : 0));
            case 6 -> new Position(state.epoch(), mailbox.acked());
            case 7 -> new Position("elsewhere", step.c());
            default -> new Position(state.epoch(), Math.min(mailbox.head(), mailbox.acked() + step.c() % 3));
        };
    }

    private Ack ack(Step step) {
        String session = session(step.a());
        boolean beyond = step.b() == 23 && step.c() == 23;
        long seq = beyond ? state.mailbox().head() + 1 : seq(step);
        return new Ack(session, state.epoch(), seq, now);
    }

    /** A seq at or a little after the cursor of the device. */
    private long seq(Step step) {
        Device device = state.devices().holding(session(step.a()));
        long cursor = device == null ? 0 : device.cursor();
        return Math.min(state.mailbox().head(), cursor + step.b() % 4);
    }

    private String session(int choice) {
        List<LiveSession> live = state.sessions();
        if (live.isEmpty() || choice % 6 == 0) {
            return sessions.isEmpty() ? "none" : sessions.get(choice % sessions.size());
        }
        return live.get(choice % live.size()).id();
    }

    private static Set<String> alive(int choice) {
        return choice % 4 == 0 ? Set.of("n0", "n1") : Set.of("n0", "n1", "n2");
    }
}
