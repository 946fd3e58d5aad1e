package io.heartline.torture.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.QuickJvm;
import io.heartline.torture.field.HeartlineJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small runs of the scenarios, with checks that do not depend on the speed of the machine. */
class StormsIT {
    private static final Path LOGS = Path.of("target", "story-logs", "storms");
    private static final int HEAP = 384;
    /** Room for all that is stored while pushes are refused. */
    private static final int FLOODED_HEAP = 768;

    @Test
    void aCrowdThatLosesItsNodeComesBackAndGetsWhatItIsOwed() throws Exception {
        ReconnectStorm.Result result =
                ReconnectStorm.run(new ReconnectStorm.Plan(ReconnectStorm.Kind.NODE_DIES, 300, nodes("node-dies")));

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.owed()).isEqualTo(60);
        assertThat(result.pushed()).isEqualTo(120);
    }

    @Test
    void aCrowdThatIsDroppedAsAWholeComesBackAndGetsWhatItIsOwed() throws Exception {
        ReconnectStorm.Result result =
                ReconnectStorm.run(new ReconnectStorm.Plan(ReconnectStorm.Kind.ALL_AT_ONCE, 300, nodes("all-at-once")));

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.reconnects().closed(1006)).isEqualTo(300);
    }

    @Test
    void whoStopsReadingIsClosedForItAndGetsEverythingLater() throws Exception {
        StalledClients.Plan plan = new StalledClients.Plan(
                50, 20, 16_000, 4, Duration.ofSeconds(2), Duration.ofSeconds(2), 1, nodes("stalled"));

        StalledClients.Result result = StalledClients.run(plan);

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.closed()).isEqualTo(50);
    }

    /**
     * Does not depend on the speed of the machine: while the second node hangs, no push can be stored, and 10,000 pushes of
     * 8 KB are more than a node with this heap lets wait (24 MB). The node hangs until pushes are refused over the bus and
     * over HTTP.
     */
    @Test
    void publishersThatAreTooFastAreRefusedAndNobodyElseLosesAnything() throws Exception {
        Flood.Plan plan = new Flood.Plan(
                2,
                10_000,
                8_000,
                50,
                true,
                Duration.ofSeconds(1),
                List.of("--heartbeat-millis=5000"),
                nodes("flood", FLOODED_HEAP));

        FloodResult result = Flood.run(plan);

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.http()).containsKey("stored");
        assertThat(result.bus()).containsKeys("stored", "503");
        assertThat(result.probes()).containsKeys(202, 503);
        assertThat(result.withoutRetryAfter()).isZero();
    }

    @Test
    void aPublisherThatPassesItsRateIsRefusedAloneAndNobodyElseIs() throws Exception {
        Flood.Plan plan = new Flood.Plan(
                8, 0, 100, 20, false, Duration.ofSeconds(4), List.of("--publish-rate=20"), nodes("rate"));

        FloodResult result = Flood.run(plan);

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.http()).containsKeys("stored", "RATE_LIMITED");
        assertThat(result.probes()).containsOnlyKeys(202);
    }

    @Test
    void aHintThatIsLostIsRepairedByTheAudit() throws Exception {
        LostHint.Result result = LostHint.run(new LostHint.Plan(20, Duration.ofSeconds(2), nodes("lost-hint")));

        assertThat(result.isSound()).as(result.toString()).isTrue();
    }

    private static NodeSetup nodes(String scenario) {
        return nodes(scenario, HEAP);
    }

    private static NodeSetup nodes(String scenario, int heap) {
        return new NodeSetup(HeartlineJar.of(QuickJvm.jar()).with(QuickJvm.options()), heap, LOGS.resolve(scenario));
    }
}
