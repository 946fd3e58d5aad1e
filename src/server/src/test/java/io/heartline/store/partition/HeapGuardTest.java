package io.heartline.store.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapGuardTest {
    private static final String OLD = "G1 Old Gen";

    private static final String MINOR = "end of minor GC";
    private static final String MAJOR = "end of major GC";

    private long now = 1_000;
    private int collections;
    private final HeapGuard guard = new HeapGuard(List.of(OLD), () -> collections++, () -> now);

    private static Map<String, MemoryUsage> left(String pool, long percent) {
        return Map.of(pool, new MemoryUsage(0, percent, 100, 100), "G1 Eden Space", new MemoryUsage(0, 99, 99, 100));
    }

    @Test
    void thereIsRoomUntilACollectionLeavesTooMuch() {
        assertThat(guard.getAsBoolean()).isFalse();
        guard.onCollected(MINOR, left(OLD, 75));
        assertThat(guard.getAsBoolean()).isFalse();
        guard.onCollected(MINOR, left(OLD, 76));
        assertThat(guard.getAsBoolean()).isTrue();
        guard.onCollected(MINOR, left(OLD, 60));
        assertThat(guard.getAsBoolean()).isFalse();
    }

    @Test
    void whatWasFoundHoldsForAWhileOnlyBecauseNobodyCollectsWhereNothingIsTaken() {
        guard.onCollected(MINOR, left(OLD, 90));
        now += 4_999;
        assertThat(guard.getAsBoolean()).isTrue();
        now += 1;
        assertThat(guard.getAsBoolean()).isFalse();
        assertThat(collections).isZero();
    }

    @Test
    void aPoolWithoutALimitIsNeverFull() {
        guard.onCollected(MINOR, Map.of(OLD, new MemoryUsage(0, 100, 100, -1)));
        assertThat(guard.getAsBoolean()).isFalse();
    }

    @Test
    void aCollectorThatComesLateIsAskedNowAndThen() {
        HeapGuard late = new HeapGuard(List.of("Tenured Gen"), () -> collections++, () -> now);
        late.onCollected(MAJOR, left("Tenured Gen", 90));
        now += 29_999;
        assertThat(late.getAsBoolean()).isTrue();
        assertThat(collections).isZero();

        now += 1;
        assertThat(late.getAsBoolean()).isTrue();
        assertThat(late.getAsBoolean()).isTrue();
        assertThat(collections).isEqualTo(1);

        late.onCollected(MAJOR, left("Tenured Gen", 40));
        assertThat(late.getAsBoolean()).isFalse();
    }

    @Test
    void whereTheOldAreCollectedLateACollectionOfTheYoungTellsNothing() {
        HeapGuard late = new HeapGuard(List.of("Tenured Gen"), () -> collections++, () -> now);

        late.onCollected(MINOR, left("Tenured Gen", 99));

        assertThat(late.getAsBoolean()).isFalse();
    }
}
