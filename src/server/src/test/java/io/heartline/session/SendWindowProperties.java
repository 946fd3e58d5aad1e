package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.SendWindow.AckResult;
import io.heartline.user.ReadLimit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The invariants of a send window over a mailbox in which some messages have expired. */
class SendWindowProperties {
    private static final int MOST = 3;
    private static final int MOST_BYTES = 100;

    /** Plays a random story; each number is one event. */
    private static final class Story {
        final SendWindow window = new SendWindow(MOST, MOST_BYTES);
        final List<Long> written = new ArrayList<>();
        final List<Integer> bytes = new ArrayList<>();
        long head;
        long finished;

        void event(int what) {
            int kind = what % 5;
            int detail = what / 5;
            if (kind == 0) {
                head++;
            } else if (kind == 1 && head > 0) {
                hint(1 + detail % head, 1 + detail % 60);
            } else if (kind == 2) {
                pull(detail);
            } else if (kind == 3 && !written.isEmpty()) {
                acknowledge(written.get(detail % written.size()));
            } else if (kind == 4 && detail % 7 == 0 && !window.isAttaching()) {
                window.lost();
                window.attachedAgain(head);
            }
        }

        private void hint(long seq, int size) {
            if (window.onHint(seq) && window.fits(size)) {
                write(seq, size);
            }
        }

        /** An answer with holes: every message whose seq is a multiple of three has expired. */
        private void pull(int detail) {
            ReadLimit room = window.toPull();
            if (room.messages() == 0) {
                return;
            }
            window.pulling();
            long upTo = window.sent();
            int taken = 0;
            while (upTo < head && taken < room.messages()) {
                upTo++;
                if (upTo % 3 != 0) {
                    int size = 1 + (detail + (int) upTo) % 60;
                    if (!window.fits(size)) {
                        upTo = window.sent();
                        break;
                    }
                    write(upTo, size);
                    taken++;
                }
            }
            window.pulled(upTo, head);
        }

        private void write(long seq, int size) {
            written.add(seq);
            bytes.add(size);
            window.written(seq, size);
        }

        private void acknowledge(long seq) {
            AckResult result = window.acknowledged(seq);
            assertThat(result).isNotEqualTo(AckResult.VIOLATION);
            finished = Math.max(finished, seq);
        }

        void check() {
            assertThat(window.acked()).isLessThanOrEqualTo(window.sent());
            assertThat(window.sent()).isLessThanOrEqualTo(window.wanted());
            assertThat(written).isSorted().doesNotHaveDuplicates();
            int count = 0;
            int sum = 0;
            for (int i = 0; i < written.size(); i++) {
                if (written.get(i) > finished) {
                    count++;
                    sum += bytes.get(i);
                }
            }
            assertThat(count).isLessThanOrEqualTo(MOST);
            assertThat(count > 1 ? sum : 0).isLessThanOrEqualTo(MOST_BYTES);
            assertThat(window.isOwed()).isEqualTo(count > 0);
        }
    }

    @Property(tries = 500)
    void neverMoreIsOutThanTheWindowHoldsAndNothingTwice(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 499) Integer> events) {
        Story story = new Story();
        story.window.attached(0, 0);
        for (int event : events) {
            story.event(event);
            story.check();
        }
    }

    @Property(tries = 300)
    void whoAcknowledgesAndPullsGetsEverythingInTheEnd(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 499) Integer> events) {
        Story story = new Story();
        story.window.attached(0, 0);
        events.forEach(story::event);
        story.window.onHint(story.head);
        for (int i = 0; i < 3 * story.head + 3; i++) {
            story.pull(i);
            if (!story.written.isEmpty()) {
                story.acknowledge(story.written.get(story.written.size() - 1));
            }
            story.check();
        }
        assertThat(story.window.sent()).isEqualTo(story.head);
        assertThat(story.window.acked()).isEqualTo(story.head);
        assertThat(story.window.toPull()).isEqualTo(ReadLimit.NONE);
    }

    @Property(tries = 100)
    void anAcknowledgementAboveWhatWasWrittenIsAlwaysAViolation(
            @ForAll @IntRange(min = 0, max = 50) int position, @ForAll @IntRange(min = 1, max = 5) int above) {
        SendWindow window = new SendWindow(MOST, MOST_BYTES);
        window.attached(position, position + 10);

        assertThat(window.acknowledged(position + above)).isEqualTo(AckResult.VIOLATION);
        assertThat(window.acknowledged(position)).isEqualTo(AckResult.IGNORED);

        window.written(position + 2, 1);
        assertThat(window.acknowledged(position + 3)).isEqualTo(AckResult.VIOLATION);
        assertThat(window.acknowledged(position + 1)).isEqualTo(AckResult.MOVED);
        assertThat(window.acknowledged(position + 2)).isEqualTo(AckResult.MOVED);
    }

    @Property(tries = 50)
    void aWishThatTheEntryDoesNotKnowOfIsForgottenAfterOneQuestion(@ForAll @IntRange(min = 1, max = 90) int wish) {
        SendWindow window = new SendWindow(MOST, MOST_BYTES);
        window.attached(0, 0);
        window.onHint(wish + 1);
        assertThat(window.toPull().messages()).isPositive();

        window.pulling();
        window.pulled(0, 0);

        assertThat(window.toPull()).isEqualTo(ReadLimit.NONE);
    }
}
