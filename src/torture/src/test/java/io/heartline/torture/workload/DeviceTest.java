package io.heartline.torture.workload;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.MemoryRecorder;
import io.heartline.torture.workload.FakeNode.Peer;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DeviceTest {
    private static final long CALM_HEARTBEAT = 60_000;
    private static final int DIALLED_WITHIN_MILLIS = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final MemoryRecorder notes = MemoryRecorder.live();
    private final Counters counters = new Counters();
    private FakeNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new FakeNode(
                vertx, request -> request.response().setStatusCode(404).end());
    }

    @AfterEach
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void itAcknowledgesWhatComesAndSaysWhereItIsWhenItComesBack() throws Exception {
        device(DeviceBehaviour.STEADY);
        Peer peer = node.next();
        JsonObject first = peer.expect("hello");
        assertThat(first.getString("user")).isEqualTo("alice");
        assertThat(first.getString("device")).isEqualTo("d1");
        assertThat(first.containsKey("position")).isFalse();

        peer.welcome("e", 4, CALM_HEARTBEAT);
        for (int seq = 5; seq <= 20; seq++) {
            peer.message("e", seq);
        }
        long acked = 0;
        while (acked < 20) {
            acked = peer.expect("ack").getLong("seq");
        }
        peer.close(4000);

        JsonObject second = node.next().expect("hello");
        assertThat(second.getJsonObject("position")).isEqualTo(position("e", 20));
        assertThat(second.getLong("attempt")).isGreaterThan(first.getLong("attempt"));
        assertThat(notes.events(Event.Delivered.class).stream().map(Event.Delivered::number))
                .hasSize(16);
        assertThat(notes.events(Event.Acknowledged.class).stream().map(Event.Acknowledged::position))
                .last()
                .isEqualTo(new Position("e", 20));
        assertThat(notes.events(Event.Ended.class).stream().map(Event.Ended::code))
                .containsExactly(4000);
        assertThat(counters.of(Count.ODD)).isZero();
    }

    @Test
    void afterANewEpochItStandsWhereTheWelcomeSays() throws Exception {
        device(DeviceBehaviour.STEADY);
        Peer before = node.next();
        before.welcome("old", 9, CALM_HEARTBEAT);
        before.expect("hello");
        before.close(4006);
        Peer after = node.next();
        assertThat(after.expect("hello").getJsonObject("position")).isEqualTo(position("old", 9));
        after.welcome("new", 0, CALM_HEARTBEAT);
        eventually("it is welcome", Duration.ofSeconds(30), () -> counters.of(Count.WELCOMED) == 2);
        after.close(4000);

        assertThat(node.next().expect("hello").getJsonObject("position")).isEqualTo(position("new", 0));
    }

    @Test
    void itAnswersAPing() throws Exception {
        device(DeviceBehaviour.STEADY);
        Peer peer = node.next();
        peer.expect("hello");
        peer.say(new JsonObject().put("t", "ping"));

        peer.expect("pong");
    }

    @Test
    void itAsksASilentServerAndThenCutsTheConnection() throws Exception {
        device(DeviceBehaviour.STEADY);
        Peer peer = node.next();
        peer.expect("hello");
        peer.welcome("e", 0, 100);

        peer.expect("ping");
        assertThat(peer.expect("gone").getInteger("code")).isEqualTo(1006);
        node.next().expect("hello");
        assertThat(notes.events(Event.Ended.class).stream().map(Event.Ended::code))
                .first()
                .isEqualTo(0);
    }

    @Test
    void aLeaverSaysByeUntilItIsConfirmedAndComesBackAsAnother() throws Exception {
        device(DeviceBehaviour.LEAVER);
        Peer first = node.next();
        first.expect("hello");
        first.welcome("e", 3, CALM_HEARTBEAT);
        first.expect("bye");
        first.close(4000);

        Peer again = node.next();
        assertThat(again.expect("hello").getString("device")).isEqualTo("d1");
        again.welcome("e", 3, CALM_HEARTBEAT);
        again.expect("bye");
        again.close(1000);

        JsonObject other = node.next().expect("hello");
        assertThat(other.getString("device")).isEqualTo("d1.2");
        assertThat(other.containsKey("position")).isFalse();
        assertThat(notes.events(Event.Departing.class).stream()).hasSize(2);
    }

    @Test
    void aDropperCutsWithoutACloseFrame() throws Exception {
        device(DeviceBehaviour.DROPPER);
        Peer dropped = node.next();
        dropped.expect("hello");
        dropped.welcome("e", 0, CALM_HEARTBEAT);
        assertThat(dropped.expect("gone").getInteger("code")).isEqualTo(1006);
        node.next().expect("hello");
    }

    @Test
    void aWandererClosesInGoodOrderAfterItHasAcknowledged() throws Exception {
        device(DeviceBehaviour.WANDERER);
        Peer left = node.next();
        left.expect("hello");
        left.welcome("e", 0, CALM_HEARTBEAT);
        left.message("e", 1);
        left.expect("ack");
        assertThat(left.expect("gone").getInteger("code")).isEqualTo(1000);
        node.next().expect("hello");
        assertThat(notes.events(Event.Ended.class).stream().map(Event.Ended::code))
                .containsExactly(1000);
    }

    @Test
    void aHalfOpenDeviceKeepsItsOldConnectionAndSaysNothingOnIt() throws Exception {
        device(DeviceBehaviour.HALF_OPEN);
        Peer mute = node.next();
        JsonObject before = mute.expect("hello");
        mute.welcome("e", 0, CALM_HEARTBEAT);
        Peer live = node.next();
        JsonObject after = live.expect("hello");
        mute.message("e", 1);
        mute.say(new JsonObject().put("t", "ping"));

        assertThat(after.getLong("attempt")).isGreaterThan(before.getLong("attempt"));
        mute.expect("gone"); // and nothing before it
        assertThat(kinds(1)).containsExactly("Dialled", "Welcomed", "Muted", "Ended");
    }

    @Test
    void aStallerFinishesNothingUntilItGoesOn() throws Exception {
        Device device = device(DeviceBehaviour.STALLER);
        Peer peer = node.next();
        peer.expect("hello");
        peer.welcome("e", 0, CALM_HEARTBEAT);
        eventually("it has stalled", Duration.ofSeconds(30), () -> isStalled(device));
        peer.message("e", 1);

        vertx.runOnContext(now -> device.calm());
        assertThat(peer.expect("ack").getLong("seq")).isEqualTo(1);
    }

    @Test
    void whatIsNoFrameOfTheContractIsCounted() throws Exception {
        device(DeviceBehaviour.STEADY);
        Peer peer = node.next();
        peer.expect("hello");
        peer.say(new JsonObject().put("t", "surprise"));
        peer.say(new JsonObject().put("t", "message").put("id", "m1").put("body", 1));
        peer.close(4501);

        eventually("three oddities are counted", Duration.ofSeconds(30), () -> counters.of(Count.ODD) == 3);
        node.next().expect("hello");
    }

    private boolean isStalled(Device device) throws Exception {
        Promise<Boolean> online = Promise.promise();
        vertx.runOnContext(now -> online.complete(device.isOnline()));
        return counters.of(Count.WELCOMED) == 1
                && !online.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private List<String> kinds(long link) {
        return notes.events().stream()
                .filter(event -> event.toString().contains("link=" + link + ",")
                        || event.toString().contains("link=" + link + "]"))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private Device device(DeviceBehaviour behaviour) {
        WorkloadConfig config = WorkloadConfig.of(1).with(new Crowd(1, 1, Duration.ofHours(1), Duration.ofMillis(500)));
        WorkloadContext run = new WorkloadContext(vertx, config, List.of(node.site()), notes, counters);
        Device.Who who = new Device.Who("alice", "d1", behaviour);
        Device device = new Device(run, new Dialer(vertx, DIALLED_WITHIN_MILLIS), who, new SplittableRandom(3));
        vertx.runOnContext(now -> device.start(1));
        return device;
    }

    private static JsonObject position(String epoch, long seq) {
        return new JsonObject().put("epoch", epoch).put("seq", seq);
    }
}
