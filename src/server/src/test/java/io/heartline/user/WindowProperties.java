package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The idempotency window ends after exactly a thousand pushes or exactly five minutes, whichever is first. */
class WindowProperties {
    private static final MailboxLimits LIMITS = new MailboxLimits(3_000, 1 << 20);

    /** Many pushes one after the other, then maybe their acknowledgement, time, and a sweep. */
    record Burst(int pushes, boolean acked, long waitMillis, boolean swept) {}

    @Provide
    Arbitrary<List<Burst>> bursts() {
        Arbitrary<Integer> pushes = Arbitraries.of(1, 2, 31, 32, 33, 200, 333, 500, 999, 1_000);
        Arbitrary<Long> waits = Arbitraries.of(0L, 1L, 60_000L, 99_999L, 100_000L, 200_000L, 300_000L);
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(pushes, either, waits, either)
                .as(Burst::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void anIdIsFoundExactlyWithinItsWindowOrWhileItIsOwed(@ForAll("bursts") List<Burst> bursts) {
        User alice = User.user();
        Connection phone = alice.connects("phone");
        List<Long> storedAt = new ArrayList<>();
        int ackedUpTo = 0;
        for (Burst burst : bursts) {
            int room = 3_000 - (storedAt.size() - ackedUpTo);
            for (int i = 0; i < Math.min(burst.pushes(), room); i++) {
                storedAt.add(alice.now);
                Push push = new Push("m" + storedAt.size(), Body.of(new byte[0]), 1L << 40, null, LIMITS, 1, alice.now);
                alice.state = push.apply(alice.state, new Writer("n")).next();
            }
            if (burst.acked()) {
                ackedUpTo = storedAt.size();
                phone.acks(ackedUpTo);
            }
            alice.now += burst.waitMillis();
            if (burst.swept()) {
                alice.isSwept("node-1");
            }
            assertFoundExactly(alice, storedAt, ackedUpTo);
        }
    }

    private static void assertFoundExactly(User alice, List<Long> storedAt, int ackedUpTo) {
        Mailbox mailbox = alice.state.mailbox();
        for (int seq = 1; seq <= storedAt.size(); seq++) {
            boolean recent = storedAt.size() - seq < 1_000 && alice.now - storedAt.get(seq - 1) < 300_000;
            boolean found = mailbox.find("m" + seq, alice.now) != null;
            assertThat(found).as("m%d of %d", seq, storedAt.size()).isEqualTo(recent || seq > ackedUpTo);
        }
        assertThat(mailbox.size() - mailbox.owed())
                .as("what is remembered is bounded")
                .isLessThanOrEqualTo(1_000 + Chunk.SIZE + 3_000);
        Contents.assertTrue(alice.state);
    }
}
