package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Channel;
import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import io.heartline.torture.history.Event.Phase;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A random run of a small, correct server: one user, three devices, pushes with and without a time to
 * live, refusals, lost answers, drops, byes, short keeping, and a node that is killed now and then.
 *
 * <p>It ends with three messages that every device is owed for certain: {@code sure-1} to {@code sure-3}. They come
 * twice: once before all devices drop, once after their last welcomes.
 */
final class PerfectRun {
    static final String USER = "alice";

    final List<Event> events = new ArrayList<>();
    final List<Letter> mailbox = new ArrayList<>();
    long now;
    long lastLink;
    long topAcked;

    private final Random random;
    private final List<SimulatedDevice> devices;
    private final List<String> lostAnswers = new ArrayList<>();
    private int pushed;

    /** A stored message, with its position and its expiry. */
    record Letter(String id, long number, long seq, long endsAt) {}

    private PerfectRun(long seed) {
        random = new Random(seed);
        devices = IntStream.range(0, 3)
                .mapToObj(i -> new SimulatedDevice(this, random, "device-" + i))
                .toList();
    }

    static List<Event> of(long seed, int steps) {
        PerfectRun run = new PerfectRun(seed);
        for (String node : List.of("node-1", "node-2", "node-3")) {
            run.add(new NodeReady(run.tick(), node, "n-" + node));
        }
        run.add(new Phase(run.tick(), "load"));
        for (int step = 0; step < steps; step++) {
            run.step();
        }
        run.lastPart();
        return run.events;
    }

    void add(Event event) {
        events.add(event);
    }

    long tick() {
        return ++now;
    }

    /** The next message after a seq that a device must receive now. */
    @Nullable
    Letter next(long seq) {
        return mailbox.stream()
                .filter(letter -> letter.seq() > seq && letter.endsAt() > now)
                .findFirst()
                .orElse(null);
    }

    private void step() {
        now += random.nextInt(900);
        SimulatedDevice device = devices.get(random.nextInt(devices.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> push("m-" + ++pushed, random.nextInt(4) == 0 ? 500 + random.nextInt(20_000) : 0);
            case 3, 4, 5, 6 -> device.getsNext();
            case 7, 8 -> device.acknowledges();
            case 9 -> device.comesOrGoes();
            case 10 -> repeatOne();
            default -> lookOrKill();
        }
    }

    private void push(String id, long ttlMillis) {
        tried(id, ttlMillis);
        int outcome = random.nextInt(10);
        if (outcome == 0) {
            answered(id, Fate.REFUSED, null, false);
            return;
        }
        Letter letter = outcome == 1 ? null : store(id, ttlMillis);
        if (outcome <= 2) {
            answered(id, Fate.UNKNOWN, null, false);
            lostAnswers.add(id);
        } else if (letter != null) {
            answered(id, Fate.STORED, letter, false);
        }
    }

    private void repeatOne() {
        if (!lostAnswers.isEmpty()) {
            String id = lostAnswers.remove(0);
            tried(id, 0);
            Letter known = mailbox.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElse(null);
            answered(id, Fate.STORED, known == null ? store(id, 0) : known, known != null);
        }
    }

    private Letter store(String id, long ttlMillis) {
        long endsAt = ttlMillis == 0 ? Long.MAX_VALUE : now + ttlMillis;
        Letter letter = new Letter(id, number(id), mailbox.size() + 1, endsAt);
        mailbox.add(letter);
        return letter;
    }

    private void tried(String id, long ttlMillis) {
        add(new Tried(tick(), USER, id, number(id), ttlMillis, Channel.HTTP, "node-1"));
    }

    private void answered(String id, Fate fate, @Nullable Letter letter, boolean duplicate) {
        Event.Position position = letter == null ? null : new Event.Position("e1", letter.seq());
        add(new Answered(tick(), USER, id, "node-1", fate, letter == null ? 503 : 202, "", position, duplicate));
    }

    private static long number(String id) {
        return id.hashCode();
    }

    private void lookOrKill() {
        if (random.nextBoolean()) {
            look();
        } else {
            add(new NodeLost(tick(), "node-2", "killed"));
            devices.stream().filter(device -> device.isOn("node-2")).forEach(SimulatedDevice::drops);
            add(new ClusterSeen(tick(), "node-1", true, 2));
            add(new NodeStarted(tick(), "node-2", 2));
            add(new NodeReady(tick(), "node-2", "n-2-again"));
            add(new ClusterSeen(tick(), "node-1", true, 3));
        }
    }

    private void look() {
        List<String> sessions = devices.stream()
                .filter(SimulatedDevice::isConnected)
                .map(SimulatedDevice::session)
                .toList();
        add(new UserSeen(
                tick(), now, USER, "node-1", !sessions.isEmpty(), "e1", mailbox.size(), 0, sessions, List.of()));
    }

    private void lastPart() {
        devices.forEach(SimulatedDevice::comesToStay);
        now += 60_000;
        look();
        for (int i = 1; i <= 3; i++) {
            String id = "sure-" + i;
            long ttlMillis = i == 2 ? 3_600_000 : 0;
            tried(id, ttlMillis);
            answered(id, Fate.STORED, store(id, ttlMillis), false);
        }
        tried("no", 0);
        answered("no", Fate.REFUSED, null, false);
        devices.forEach(SimulatedDevice::getsAllAndReturns);
        add(new Phase(tick(), "calm"));
        devices.forEach(SimulatedDevice::finishesAll);
        now += 5_000;
        devices.forEach(SimulatedDevice::leaves);
        add(new Phase(tick(), "end"));
        look();
    }
}
