package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The contents of a state, compared by value. Two states with equal contents behave alike. */
record Contents(
        String epoch,
        long head,
        long acked,
        long pruned,
        List<Message> messages,
        Devices devices,
        List<WriteCounter> counters,
        long presence,
        long changedAt,
        boolean stale,
        TokenCutoff cutoff) {

    static Contents of(UserState state) {
        Mailbox mailbox = state.mailbox();
        return new Contents(
                state.epoch(),
                mailbox.head(),
                mailbox.acked(),
                mailbox.pruned(),
                messages(mailbox),
                state.devices(),
                List.copyOf(state.vector().counters()),
                state.presence(),
                state.changedAt(),
                state.stale(),
                state.cutoff());
    }

    /** The contents without messages that are acknowledged and outside the idempotency window. */
    static Contents of(UserState state, long now) {
        return of(state.compacted(now));
    }

    /** A deep copy of the state. */
    static UserState copy(UserState state) {
        Mailbox mailbox = state.mailbox();
        List<Message> messages = new ArrayList<>();
        mailbox.forEach(message -> messages.add(copy(message)));
        return new UserState(
                state.epoch(),
                Mailbox.of(mailbox.head(), mailbox.acked(), mailbox.pruned(), messages),
                new Devices(
                        new ArrayList<>(state.devices().all()), state.devices().unseenUntil()),
                new VersionVector(new ArrayList<>(state.vector().counters())),
                state.presence(),
                state.changedAt(),
                state.stale(),
                state.cutoff());
    }

    /** Checks the totals against a recount. The next expiry and the next due time must not be later than the true ones. */
    static void assertTrue(UserState state) {
        Mailbox mailbox = state.mailbox();
        List<Message> all = messages(mailbox);
        List<Message> owed = all.stream().filter(Message::owed).toList();
        assertThat(mailbox.size()).as("size").isEqualTo(all.size());
        assertThat(mailbox.owed()).as("owed").isEqualTo(owed.size());
        assertThat(mailbox.bytes())
                .as("bytes")
                .isEqualTo(owed.stream().mapToLong(m -> m.content().length()).sum());
        assertThat(mailbox.watched()).as("watched").isEqualTo((int)
                owed.stream().filter(m -> m.watch() != null).count());
        assertThat(mailbox.receiptsOwed()).as("receiptsOwed").isEqualTo((int)
                all.stream().filter(Message::owesReceipt).count());
        assertThat(mailbox.nextExpiry()).as("nextExpiry").isLessThanOrEqualTo(firstEnd(owed));
        assertThat(state.nextDue()).as("nextDue").isLessThanOrEqualTo(due(state, all, owed));
        assertThat(state.weight()).as("weight").isEqualTo(copy(state).weight());
        assertThat(state.rememberedWeight())
                .as("rememberedWeight")
                .isEqualTo(copy(state).rememberedWeight());
        assertThat(owed).as("owed up to pruned").allMatch(m -> m.seq() > mailbox.pruned());
        assertThat(mailbox.pruned()).isLessThanOrEqualTo(mailbox.acked());
        assertThat(mailbox.acked()).isLessThanOrEqualTo(mailbox.head());
        assertThat(all).allMatch(m -> m.seq() >= 1 && m.seq() <= mailbox.head());
        all.forEach(m -> assertThat(mailbox.get(m.seq())).isSameAs(m));
    }

    private static long firstEnd(List<Message> owed) {
        return owed.stream().mapToLong(Message::expiresAt).min().orElse(Long.MAX_VALUE);
    }

    private static long due(UserState state, List<Message> all, List<Message> owed) {
        if (all.stream().anyMatch(Message::owesReceipt)) {
            return Long.MAX_VALUE; // due at once: no time in nextDue is too late
        }
        long device = state.devices().all().stream()
                .filter(d -> !d.online())
                .mapToLong(d -> d.lastSeen() + d.keepMillis())
                .min()
                .orElse(Long.MAX_VALUE);
        boolean empty = owed.isEmpty() && state.devices().isEmpty();
        long entry =
                empty ? Math.max(state.changedAt() + 86_400_000, state.cutoff().until()) : Long.MAX_VALUE;
        return Math.min(Math.min(firstEnd(owed), device), entry);
    }

    static List<Message> messages(Mailbox mailbox) {
        List<Message> messages = new ArrayList<>();
        mailbox.forEach(messages::add);
        return messages;
    }

    private static Message copy(Message m) {
        Body body = m.body() == null ? null : Body.of(m.body().bytes().clone());
        return new Message(m.seq(), m.id(), m.at(), m.expiresAt(), body, m.watch(), m.expired());
    }
}
