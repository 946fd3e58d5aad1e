package io.heartline.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A sum that is counted anew while it changes. */
class RunningSumTest {
    private final RunningSum sum = new RunningSum();

    @Test
    void changesAddUp() {
        sum.change(100);
        sum.change(-30);

        assertThat(sum.get()).isEqualTo(70);
    }

    @Test
    void aCountReplacesWhatWasBefore() {
        sum.change(100);
        sum.change(-30);

        sum.replace(50, sum.mark());

        assertThat(sum.get()).isEqualTo(50);
        sum.change(5);
        sum.change(-1);
        assertThat(sum.get()).isEqualTo(54);
    }

    @Test
    void whatIsAddedWhileACountRunsIsNeverMissing() {
        long mark = sum.mark();
        sum.change(10); // the count may have seen it or not

        sum.replace(50, mark);

        assertThat(sum.get()).isEqualTo(60);
    }

    @Test
    void whatIsRemovedWhileACountRunsIsNeverTakenTwice() {
        sum.change(100);
        long mark = sum.mark();
        sum.change(-40); // the count has seen it

        sum.replace(60, mark);

        assertThat(sum.get()).isEqualTo(60);
    }

    @Test
    void itIsNeverNegative() {
        sum.change(-1);

        assertThat(sum.get()).isZero();
    }
}
