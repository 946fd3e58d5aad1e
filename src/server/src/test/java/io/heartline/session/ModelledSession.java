package io.heartline.session;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.FrameCodec;
import io.heartline.session.transport.FakeTransport;
import io.heartline.store.StoreException;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.Detach;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Position;
import io.heartline.user.Pull;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.UserCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A real session, a real entry, and the world between them: pushes that happen, commands and hints on their way, a client
 * that acknowledges. Every step is chosen from outside, so that all orders can be tried.
 */
final class ModelledSession {
    /**
     * The events that may happen.
     *
     * @param expiring which pushes expire when time passes, counted from 1
     * @param losses how many hints may be lost
     * @param ghosts how often the entry may forget the session
     * @param mishaps how often the store may fail, and how often the socket may be full
     * @param audits whether a quiet session audits
     */
    record Rules(
            int pushes,
            List<Integer> expiring,
            int losses,
            int ghosts,
            int mishaps,
            boolean audits,
            Supplier<SendWindow> window) {}

    private record Hint(Position position, Encoded encoded) {}

    /** The fault. */
    static final class Broken extends RuntimeException {
        Broken(String what) {
            super(what, null, false, false);
        }
    }

    /** Shared, since a model makes millions of sessions. */
    private static final TestBench.Meters METERS = new TestBench.Meters(new SimpleMeterRegistry());

    private static final Body BODY = Body.of("1".getBytes(StandardCharsets.US_ASCII));

    private final Rules rules;
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT, METERS);
    private final FakeUserStore store = bench.store;
    private final FakeTransport transport = new FakeTransport();
    private final SendWindow window;
    private final Session session;
    private final List<Hint> hints = new ArrayList<>();
    private int pushed;
    private int lost;
    private int ghosts;
    private int audited;
    private int failed;
    private int filled;
    private int waited;
    private boolean aged;
    private int acknowledged;
    private int looked;
    private boolean disturbed;
    /** The steps that can happen now; null until they are asked for. */
    private @Nullable List<Step> possible;

    ModelledSession(Rules rules) {
        this.rules = rules;
        window = rules.window().get();
        session = new Session(bench.connection("alice", "d", transport), window);
        session.start();
    }

    /** The number of steps that can happen now. */
    int choices() {
        return steps().size();
    }

    /** Lets one of them happen. */
    void step(int choice) {
        Step step = steps().get(choice);
        possible = null;
        disturbed |= !(step.name.equals("apply") || step.name.equals("answer"));
        step.run.run();
        check();
    }

    /** The name of a step, for reports. */
    String name(int choice) {
        Step step = steps().get(choice);
        return step.seq == 0 ? step.name : step.name + step.seq;
    }

    /** @param seq of the message that it is about; 0 for none */
    private record Step(String name, long seq, Runnable run) {}

    private List<Step> steps() {
        if (possible == null) {
            possible = possibleSteps();
        }
        return possible;
    }

    private List<Step> possibleSteps() {
        List<Step> steps = new ArrayList<>();
        add(steps, store.canApply(), "apply", store::applyNext);
        add(steps, store.canAnswer(), "answer", store::answerNext);
        add(steps, pushed < rules.pushes(), "push", this::push);
        for (int i = 0; i < hints.size(); i++) {
            int nth = i;
            long seq = hints.get(i).position().seq();
            steps.add(new Step("hint", seq, () -> hint(hints.remove(nth))));
            if (lost < rules.losses()) {
                steps.add(new Step("lose", seq, () -> {
                    hints.remove(nth);
                    lost++;
                }));
            }
        }
        add(steps, acknowledged < transport.seqs().size(), "ack", this::acknowledge);
        add(steps, bench.hasGatheredAcks(), "flush", bench::flushAcks);
        add(steps, !aged && isAgeing(), "age", this::age);
        add(steps, ghosts < rules.ghosts() && !store.state.sessions().isEmpty(), "ghost", this::ghost);
        boolean attached = !(store.next() instanceof Attach attach) || attach.again();
        boolean canFail = store.canApply() && attached && failed < rules.mishaps();
        add(steps, canFail, "refuse", () -> fail(StoreException.Kind.UNAVAILABLE));
        add(steps, canFail, "doubt", () -> fail(StoreException.Kind.OUTCOME_UNKNOWN));
        add(steps, filled < rules.mishaps() && !transport.full, "full", this::fill);
        add(steps, transport.full, "drain", this::drain);
        add(steps, steps.isEmpty() && waited < failed, "wait", this::waitForRetries);
        if (steps.isEmpty() && rules.audits() && audited < 2) {
            steps.add(new Step("audit", 0, () -> {
                audited++;
                session.audit();
            }));
        }
        return steps;
    }

    private static void add(List<Step> steps, boolean possible, String name, Runnable run) {
        if (possible) {
            steps.add(new Step(name, 0, run));
        }
    }

    private boolean isAgeing() {
        return !rules.expiring().isEmpty()
                && pushed >= rules.expiring().get(rules.expiring().size() - 1);
    }

    private void push() {
        pushed++;
        long ttl = rules.expiring().contains(pushed) ? 1_000 : 1_000_000;
        Push push = new Push("m" + pushed, BODY, ttl, null, MailboxLimits.DEFAULT, 1, bench.now);
        Pushed outcome = (Pushed) store.apply(push);
        for (LiveSession live : outcome.sessions()) {
            assert live.id().equals(session.id());
            Position position = outcome.position();
            Buffer frame = FrameCodec.message(position.epoch(), position.seq(), "m" + pushed, 0, BODY.bytes());
            hints.add(new Hint(position, new Encoded(0, frame)));
        }
    }

    private void hint(Hint hint) {
        session.onHint(hint.position(), hint.encoded());
    }

    private void acknowledge() {
        long seq = transport.seqs().get(acknowledged++);
        session.onText(Buffer.buffer("{\"t\":\"ack\",\"seq\":" + seq + "}"));
    }

    /** Time passes: some messages expire. */
    private void age() {
        aged = true;
        bench.now += 1_500;
    }

    /** The entry forgets the session, as a sweep on the other side of a split does. */
    private void ghost() {
        ghosts++;
        store.apply(new Detach(session.id(), false, bench.now));
    }

    private void fail(StoreException.Kind kind) {
        failed++;
        store.failNext(kind);
    }

    private void fill() {
        filled++;
        transport.full = true;
    }

    private void drain() {
        transport.full = false;
        session.onDrained();
    }

    /** Time passes, so that what failed is tried again. */
    private void waitForRetries() {
        waited++;
        session.onHeard();
        bench.pass(8_000);
    }

    private void check() {
        List<Long> seqs = transport.seqs();
        for (int i = 1; i < seqs.size(); i++) {
            if (seqs.get(i) <= seqs.get(i - 1)) {
                throw new Broken("not in order, or twice: " + seqs);
            }
        }
        if (transport.closedWith != null) {
            throw new Broken("closed with " + transport.closedWith);
        }
        if (window.acked() > window.sent() || window.sent() > window.wanted()) {
            throw new Broken("not acked <= sent <= wanted");
        }
        checkSpin();
    }

    /** Fails if a command is repeated though nothing has happened: it would repeat for ever. */
    private void checkSpin() {
        int commands = store.submitted.size();
        if (commands > looked) {
            UserCommand<?> last = store.submitted.get(commands - 1);
            boolean same = commands > 1 && last.equals(store.submitted.get(commands - 2));
            if (same && last instanceof Pull && !disturbed) {
                throw new Broken("spins on " + last);
            }
            looked = commands;
            disturbed = false;
        }
    }

    /** Called when no step is left: all must have been written and acknowledged that did not expire. */
    void checkEnd() {
        List<Long> seqs = transport.seqs();
        for (int seq = 1; seq <= pushed; seq++) {
            boolean expired = aged && rules.expiring().contains(seq);
            if (!expired && !seqs.contains((long) seq)) {
                throw new Broken("stuck: " + seq + " was never written, only " + seqs);
            }
        }
        if (store.state.mailbox().owed() > (aged ? rules.expiring().size() : 0)) {
            throw new Broken("stuck: an acknowledgement never arrived");
        }
    }

    /** A string that is equal for equal situations only. */
    String fingerprint() {
        StringBuilder print = new StringBuilder();
        print.append(store.state.epoch()).append(store.state.devices()).append(store.inFlight());
        store.state.mailbox().forEach(m -> print.append(m.seq()).append(m.owed() ? "o" : "x"));
        hints.forEach(hint -> print.append('h').append(hint.position().seq()));
        print.append(transport.seqs()).append(acknowledged).append(bench.hasGatheredAcks());
        print.append(pushed)
                .append(lost)
                .append(ghosts)
                .append(audited)
                .append(failed)
                .append(filled)
                .append(waited)
                .append(aged)
                .append(disturbed);
        print.append(store.submitted.get(store.submitted.size() - 1));
        print.append(fields(window, SendWindow.class)).append(fields(fieldOf(session, "feed"), Feed.class));
        return print.append(fields(session, Session.class)).toString();
    }

    private static Object fieldOf(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static final Map<Class<?>, List<Field>> PLAIN = new HashMap<>();

    /** The plain values of an object. */
    private static String fields(Object owner, Class<?> type) {
        StringBuilder values = new StringBuilder("|");
        for (Field field : PLAIN.computeIfAbsent(type, ModelledSession::plainFields)) {
            try {
                values.append(field.get(owner)).append(',');
            } catch (IllegalAccessException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return values.toString();
    }

    private static List<Field> plainFields(Class<?> type) {
        List<Field> plain = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            boolean counter = field.getName().equals("pulls");
            if ((field.getType().isPrimitive() || field.getType().isEnum()) && !counter) {
                field.setAccessible(true);
                plain.add(field);
            }
        }
        return plain;
    }
}
