package io.heartline.torture.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenarios in small: what must be true of every run, however slow the machine is. */
class StormsIT {
    private static final Path LOGS = Path.of("target", "story-logs", "storms");
    private static final int HEAP = 384;

    @Test
    void aCrowdThatLosesItsNodeComesBackAndGetsWhatItIsOwed() throws Exception {
        Storm.Result result = Storm.run(new Storm.Plan(Storm.Kind.NODE_DIES, 300, HEAP, LOGS.resolve("node-dies")));

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.owed()).isEqualTo(60);
        assertThat(result.pushed()).isEqualTo(120);
    }

    @Test
    void aCrowdThatIsDroppedAsAWholeComesBackAndGetsWhatItIsOwed() throws Exception {
        Storm.Result result = Storm.run(new Storm.Plan(Storm.Kind.ALL_AT_ONCE, 300, HEAP, LOGS.resolve("all-at-once")));

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.crowd().closed(1006)).isEqualTo(300);
    }

    @Test
    void whoStopsReadingIsClosedForItAndGetsEverythingLater() throws Exception {
        Stalled.Plan plan = new Stalled.Plan(
                50, 20, 16_000, 4, Duration.ofSeconds(2), Duration.ofSeconds(2), 1, HEAP, LOGS.resolve("stalled"));

        Stalled.Result result = Stalled.run(plan);

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.closed()).isEqualTo(50);
    }

    @Test
    void publishersThatAreTooFastAreRefusedAndNobodyElseLosesAnything() throws Exception {
        Flood.Plan plan = new Flood.Plan(
                8,
                20_000,
                4_000, // more in all than the nodes let wait
                50,
                true,
                Duration.ofSeconds(4),
                HEAP,
                List.of("--heartbeat-millis=2000"),
                LOGS.resolve("flood"));

        Flood.Result result = Flood.run(plan);

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.http()).containsKey("stored");
        assertThat(result.bus()).containsKey("503");
    }

    @Test
    void aPublisherThatPassesItsRateIsRefusedAloneAndNobodyElseIs() throws Exception {
        Flood.Plan plan = new Flood.Plan(
                8, 0, 100, 20, false, Duration.ofSeconds(4), HEAP, List.of("--publish-rate=20"), LOGS.resolve("rate"));

        Flood.Result result = Flood.run(plan);

        assertThat(result.isSound()).as(result.toString()).isTrue();
        assertThat(result.http()).containsKeys("stored", "RATE_LIMITED");
        assertThat(result.knocks()).containsOnlyKeys(202);
    }

    @Test
    void aHintThatIsLostIsRepairedByTheAudit() throws Exception {
        LostHint.Result result =
                LostHint.run(new LostHint.Plan(20, Duration.ofSeconds(2), HEAP, LOGS.resolve("lost-hint")));

        assertThat(result.isSound()).as(result.toString()).isTrue();
    }
}
