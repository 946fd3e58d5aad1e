package io.heartline.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Acknowledged;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Channel;
import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.Deafened;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Departing;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Muted;
import io.heartline.torture.history.Event.NodeBack;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import io.heartline.torture.history.Event.Phase;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a history: of alice, her devices on {@code node-1}, and three nodes. Each event is a millisecond after the one
 * before; positions are of epoch {@code e1} until {@link #epoch} says another.
 */
final class Story {
    static final long KEEP_MILLIS = 300_000;

    final List<Event> events = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Long> links = new HashMap<>();
    private final Map<String, Position> finished = new HashMap<>();
    private String epoch = "e1";
    private String node = "node-1";
    private long keepMillis = KEEP_MILLIS;
    private long now;
    private long dialled;

    static Story aHistory() {
        return new Story().ready("node-1").ready("node-2").ready("node-3");
    }

    // ---------------------------------------------------------------------------------------------------------- time

    Story later(long millis) {
        now += millis;
        return this;
    }

    Story epoch(String name) {
        epoch = name;
        return this;
    }

    /** The node that devices connect to from now on. */
    Story on(String other) {
        node = other;
        return this;
    }

    Story keptFor(long millis) {
        keepMillis = millis;
        return this;
    }

    // ------------------------------------------------------------------------------------------------------- pushes

    Story tried(String id) {
        return tried(id, 0);
    }

    Story tried(String id, long ttlMillis) {
        return add(new Tried(tick(), "alice", id, number(id), ttlMillis, Channel.HTTP, "node-1"));
    }

    Story stored(String id, long seq) {
        return answered(id, Fate.STORED, 202, at(seq));
    }

    Story refused(String id) {
        return answered(id, Fate.REFUSED, 503, null);
    }

    Story unknown(String id) {
        return answered(id, Fate.UNKNOWN, 504, null);
    }

    Story pushed(String id, long seq) {
        return tried(id).stored(id, seq);
    }

    // ------------------------------------------------------------------------------------------------------ devices

    Story dials(String device) {
        links.put(device, ++dialled);
        return add(new Dialled(tick(), dialled, "alice", device, node, dialled, keepMillis, finished.get(device)));
    }

    Story welcomed(String device, boolean resumed, long seq) {
        return add(new Welcomed(tick(), link(device), session(link(device)), "n-" + node, resumed, at(seq), 0));
    }

    /** Connects a device for the first time, or one that is not kept any more. */
    Story comes(String device, long seq) {
        return dials(device).welcomed(device, false, seq);
    }

    Story returns(String device, long seq) {
        return dials(device).welcomed(device, true, seq);
    }

    Story gets(String device, String id, long seq) {
        return add(new Delivered(tick(), link(device), at(seq), id, number(id)));
    }

    Story getsWithBody(String device, String id, long seq, long number) {
        return add(new Delivered(tick(), link(device), at(seq), id, number));
    }

    Story acks(String device, long seq) {
        finished.put(device, at(seq));
        return add(new Acknowledged(tick(), link(device), at(seq)));
    }

    Story finishes(String device, String id, long seq) {
        return gets(device, id, seq).acks(device, seq);
    }

    Story mutes(String device) {
        return add(new Muted(tick(), link(device)));
    }

    Story deafens(String device) {
        return add(new Deafened(tick(), link(device)));
    }

    Story drops(String device) {
        return add(new Ended(tick(), link(device), 0));
    }

    Story isToldToLeave(String device) {
        return add(new Goodbye(tick(), link(device), 4000, 100)).add(new Ended(tick(), link(device), 4000));
    }

    Story leaves(String device) {
        return leaves(device, 1000);
    }

    /** Says bye and is answered with that code. */
    Story leaves(String device, int code) {
        return add(new Departing(tick(), link(device))).add(new Ended(tick(), link(device), code));
    }

    // ------------------------------------------------------------------------------------------- nodes and the run

    Story starts(String name) {
        return add(new NodeStarted(tick(), name, 1));
    }

    Story ready(String name) {
        return starts(name).add(new NodeReady(tick(), name, "n-" + name));
    }

    Story lost(String name, String how) {
        return add(new NodeLost(tick(), name, how));
    }

    Story back(String name) {
        return add(new NodeBack(tick(), name));
    }

    Story isSafe(int nodes) {
        return add(new ClusterSeen(tick(), "node-1", true, nodes));
    }

    Story seen(long pending, String... devices) {
        List<String> sessions =
                List.of(devices).stream().map(device -> session(link(device))).toList();
        return seen(!sessions.isEmpty(), pending, sessions);
    }

    Story seen(boolean online, long pending, List<String> sessions) {
        return add(new UserSeen(tick(), now, "alice", "node-1", online, epoch, 0, pending, sessions, List.of()));
    }

    Story seenKeeping(String... devices) {
        return add(new UserSeen(tick(), now, "alice", "node-1", false, epoch, 0, 0, List.of(), List.of(devices)));
    }

    Story calm() {
        return later(2_000).add(new Phase(tick(), "calm"));
    }

    /** Ends the run with the correct end state. */
    Story ends() {
        return phaseEnd().seen(0);
    }

    Story phaseEnd() {
        return later(2_000).add(new Phase(tick(), "end"));
    }

    Story add(Event event) {
        events.add(event);
        return this;
    }

    // ------------------------------------------------------------------------------------------------------- verdict

    CheckResult judged(Expectation expectation) {
        Checker checker = new Checker(expectation);
        events.forEach(checker::accept);
        return checker.finish();
    }

    void isRight() {
        isRight(Expectation.strict());
    }

    CheckResult isRight(Expectation expectation) {
        CheckResult result = judged(expectation);
        assertThat(result.violations()).as("%s", result).isEmpty();
        return result;
    }

    /** Checks that exactly this rule is broken, exactly once. */
    Violation breaks(Rule rule) {
        return breaks(rule, Expectation.strict());
    }

    Violation breaks(Rule rule, Expectation expectation) {
        CheckResult result = judged(expectation);
        assertThat(result.counts()).as("%s", result).isEqualTo(Map.of(rule, 1L));
        return result.violations().get(0);
    }

    static String session(long link) {
        return "s-" + link;
    }

    private Story answered(String id, Fate fate, int status, @Nullable Position position) {
        String code = fate == Fate.STORED ? "" : "UNAVAILABLE";
        return add(new Answered(tick(), "alice", id, "node-1", fate, status, code, position, false));
    }

    private Position at(long seq) {
        return new Position(epoch, seq);
    }

    private long link(String device) {
        return links.getOrDefault(device, 0L);
    }

    private long number(String id) {
        return numbers.computeIfAbsent(id, key -> numbers.size() + 1L);
    }

    private long tick() {
        return ++now;
    }
}
