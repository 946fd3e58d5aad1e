package io.heartline.store.codec;

import io.heartline.store.Commands;
import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.Clear;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.Describe;
import io.heartline.user.Detach;
import io.heartline.user.Device;
import io.heartline.user.FindMessage;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Message;
import io.heartline.user.NodeSet;
import io.heartline.user.Position;
import io.heartline.user.Pull;
import io.heartline.user.Push;
import io.heartline.user.ReadLimit;
import io.heartline.user.RemoveDevice;
import io.heartline.user.RemoveSession;
import io.heartline.user.Sweep;
import io.heartline.user.Transition;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Values of all kinds, and entries that are made by sequences of commands. */
final class Anything {
    private static final long YEAR = 31_536_000_000L;

    private Anything() {}

    static Arbitrary<String> text() {
        return Arbitraries.strings().ofMaxLength(12);
    }

    static Arbitrary<Long> number() {
        return Arbitraries.longs().between(0, 1L << 53);
    }

    static Arbitrary<Body> body() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Body::of);
    }

    static Arbitrary<DeliveryWatch> watch() {
        Arbitrary<List<String>> waiters = text().list().ofMaxSize(3);
        return Combinators.combine(waiters, Arbitraries.of(true, false))
                .as((all, receipt) -> new DeliveryWatch(all, receipt));
    }

    static Arbitrary<LiveSession> session() {
        return Combinators.combine(text(), text(), Arbitraries.integers().between(0, 64), number(), number(), text())
                .as((id, node, gateway, attempt, since, transport) ->
                        new LiveSession(id, node, gateway, attempt % 3 == 0 ? -1 : attempt, since, transport));
    }

    static Arbitrary<Device> device() {
        return Combinators.combine(
                        text().filter(name -> !name.equals("?")), // no client can have this name
                        number(),
                        number(),
                        number(),
                        session().injectNull(0.4),
                        number(),
                        flag())
                .as(Device::new);
    }

    /** The id of a node, or the name of an epoch. */
    static Arbitrary<String> name() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars('-', '.', '\u00fc')
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    private static Arbitrary<NodeSet> nodes() {
        return Arbitraries.integers().between(-1, Integer.MAX_VALUE).map(NodeSet::new);
    }

    private static Arbitrary<Writer> writer() {
        return Combinators.combine(name(), nodes()).as(Writer::new);
    }

    static Arbitrary<WriteSource> source() {
        return Arbitraries.oneOf(
                writer(),
                Combinators.combine(name(), writer()).as(WriteSource.EpochBegun::new),
                name().map(WriteSource.Merged::new),
                Combinators.combine(name(), nodes().filter(nodes -> !nodes.equals(NodeSet.UNKNOWN)))
                        .as(WriteSource.SplitSide::new));
    }

    static Arbitrary<VersionVector> vector() {
        return Combinators.combine(source(), number())
                .as(WriteCounter::new)
                .list()
                .ofMaxSize(4)
                .map(VersionVector::new);
    }

    static Arbitrary<Message> message() {
        return Combinators.combine(
                        number(), text(), number(), number(), body().injectNull(0.3), watch().injectNull(0.5), flag())
                .as(Message::new);
    }

    static Arbitrary<Position> position() {
        return Combinators.combine(text(), number()).as(Position::new);
    }

    static Arbitrary<Boolean> flag() {
        return Arbitraries.of(true, false);
    }

    private static Arbitrary<ReadLimit> limit() {
        return Combinators.combine(Arbitraries.integers().between(0, 1_000), number())
                .as(ReadLimit::new);
    }

    /** Any command, with any fields. */
    static Arbitrary<UserCommand<?>> command() {
        Arbitrary<Push> push = Combinators.combine(
                        text(), body(), number(), watch().injectNull(0.5), Arbitraries.longs(), number())
                .as((id, body, ttl, watch, entropy, now) ->
                        new Push(id, body, ttl, watch, new MailboxLimits(17, 1L << 40), entropy, now));
        Arbitrary<Attach> attach = Combinators.combine(
                        session(),
                        target(),
                        number(),
                        position().injectNull(0.5),
                        flag(),
                        limit(),
                        Arbitraries.longs(),
                        number())
                .as(Attach::new);
        Arbitrary<Sweep> sweep = Combinators.combine(text().set().ofMaxSize(5), number(), number())
                .as(Sweep::new);
        Arbitrary<Pull> pull =
                Combinators.combine(text(), text(), number(), limit(), number()).as(Pull::new);
        return Arbitraries.oneOf(
                push,
                attach,
                sweep,
                pull,
                Combinators.combine(text(), text(), number(), number()).as(Ack::new),
                Combinators.combine(text(), flag(), number()).as(Detach::new),
                Combinators.combine(text(), number()).as(RemoveDevice::new),
                Combinators.combine(text(), number()).as(RemoveSession::new),
                Combinators.combine(text(), number()).as(FindMessage::new),
                number().map(Clear::new),
                number().map(Describe::new));
    }

    private static Arbitrary<Attach.Target> target() {
        return Arbitraries.oneOf(text().map(Attach.Target.Named::new), text().map(Attach.Target.Plain::new));
    }

    /** Sequences of related commands: few ids, sessions and devices, and increasing time. */
    static Arbitrary<List<UserCommand<?>>> story() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.longs().between(0, 200_000))
                .as(Step::new)
                .list()
                .ofMaxSize(80)
                .map(Anything::told);
    }

    private record Step(int kind, int who, int seq, long later) {}

    private static List<UserCommand<?>> told(List<Step> steps) {
        List<UserCommand<?>> story = new ArrayList<>();
        long now = Commands.NOW;
        for (Step step : steps) {
            now += step.later;
            story.add(command(step, now));
        }
        return story;
    }

    private static UserCommand<?> command(Step step, long now) {
        String session = "session-" + step.who;
        String epoch = Long.toString(42, 36); // as the first push makes it
        return switch (step.kind) {
            case 0, 1, 2, 3 -> push(step, now);
            case 4, 5 -> attach(step, session, epoch, now);
            case 6 -> new Ack(session, epoch, step.seq, now);
            case 7 -> new Pull(session, epoch, step.seq, new ReadLimit(5, 1_000), now);
            case 8 ->
                step.seq % 7 == 0 ? new Detach(session, true, "d-" + step.seq, now) : new Detach(session, false, now);
            case 9 -> step.seq > 30 ? new Clear(now) : new Describe(now);
            case 10 -> step.seq > 30 ? new RemoveDevice("device-" + step.who, now) : new FindMessage("id-7", now);
            default -> new Sweep(java.util.Set.of("node-0", "node-1"), now - 1_000, now);
        };
    }

    private static Push push(Step step, long now) {
        DeliveryWatch watch = step.seq % 3 == 0 ? new DeliveryWatch("gateway-1", step.seq % 2 == 0) : null;
        long ttl = step.seq % 5 == 0 ? 100_000 : YEAR;
        return new Push("id-" + step.seq, Commands.body("b" + step.seq), ttl, watch, MailboxLimits.DEFAULT, 42, now);
    }

    private static Attach attach(Step step, String session, String epoch, long now) {
        LiveSession live = new LiveSession(session, "node-" + step.who, step.who, step.seq, now, "websocket");
        Attach.Target target =
                step.kind == 4 ? new Attach.Target.Named("device-" + step.seq % 4) : new Attach.Target.Plain("route");
        Position position = step.seq % 4 == 0 ? new Position(epoch, step.seq) : null;
        return new Attach(live, target, 300_000, position, step.seq % 9 == 0, Commands.LIMIT, now, now);
    }

    /** The result of a story: the last state and all transitions. */
    record Ending(UserState state, List<Transition<?>> transitions) {}

    static Ending end(List<UserCommand<?>> story) {
        UserState state = UserState.ABSENT;
        List<Transition<?>> transitions = new ArrayList<>();
        for (UserCommand<?> command : story) {
            Transition<?> transition = command.apply(state, new Writer("owner-1"));
            transitions.add(transition);
            state = transition.next();
        }
        return new Ending(state, transitions);
    }
}
