package io.heartline.user;

import io.heartline.user.ModelMessage.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contract once more, as plain as can be: mutable, slow, and written from the protocol's sentences alone. It knows
 * nothing of pruning marks, chunks or windows that are compacted; every message ever pushed stays in its list.
 */
final class ModelUser {
    /** An epoch that has just begun. Its name is read from the state later. */
    static final String UNNAMED = "?";

    boolean exists;
    int epochs;
    String epoch = UNNAMED;
    long head;
    long highestAck;
    boolean stale;
    final List<ModelMessage> messages = new ArrayList<>();
    final Map<String, ModelMailbox> mailboxes = new LinkedHashMap<>();
    private long pushes;

    // What the last command is expected to have answered.
    String answer;
    Boolean resumed;
    Set<String> evicted = new HashSet<>();

    /** Removes the devices and messages that have expired at {@code now}. Every command starts with it. */
    void advance(long now) {
        mailboxes.values().removeIf(mailbox -> mailbox.live == null && now - mailbox.lastSeen >= mailbox.keep);
        messages.stream().filter(l -> l.isOwed() && l.end <= now).forEach(l -> l.fate = Fate.ENDED);
        settle();
    }

    /** A message leaves when every kept device has acknowledged it; with none kept, when one has. */
    void settle() {
        for (ModelMessage message : messages) {
            boolean done = mailboxes.isEmpty()
                    ? message.acked
                    : mailboxes.values().stream().allMatch(mailbox -> mailbox.cursor >= message.seq);
            if (message.isOwed() && done) {
                message.fate = Fate.ACKED_BY_ALL;
            }
        }
    }

    /** Applies the command; returns true if it changes the epoch. */
    boolean apply(UserCommand<?> command) {
        int before = epochs;
        evicted = new HashSet<>();
        answer = "";
        resumed = null;
        advance(command.now());
        if (command instanceof Push push) {
            push(push);
        } else if (command instanceof Attach attach) {
            new ModelAttach(this).attach(attach);
        } else if (command instanceof Ack ack) {
            ack(ack);
        } else if (command instanceof Pull pull) {
            pull(pull);
        } else if (command instanceof Detach detach) {
            detach(detach);
        } else {
            operate(command);
        }
        advance(command.now()); // a device that is kept for no time is removed at once
        return epochs != before;
    }

    private void push(Push push) {
        ModelMessage known = known(push.id(), push.now());
        if (known == null && isFullFor(push)) {
            answer = "full";
            return;
        }
        if (stale) {
            renew(push.now());
        }
        if (known != null) {
            answer = "duplicate " + known.id + " " + known.acked;
        } else {
            beBorn();
            messages.add(new ModelMessage(++head, push, ++pushes));
            answer = "stored " + push.id(); // under its message's number, which a new epoch may yet change
        }
    }

    private boolean isFullFor(Push push) {
        long bytes = owed().stream().mapToLong(l -> l.length).sum();
        return owed().size() >= push.limits().messages()
                || bytes + push.body().length() > push.limits().bytes();
    }

    /**
     * The message that a push with this id repeats; null if none. Ids are remembered for five minutes or a thousand pushes,
     * and as long as their message is owed.
     */
    ModelMessage known(String id, long now) {
        ModelMessage found = null;
        for (ModelMessage message : messages) {
            boolean recent = pushes - message.pushNumber < 1_000 && now - message.at < 300_000;
            if (message.id.equals(id) && (recent || message.isOwed())) {
                found = message;
            }
        }
        return found;
    }

    List<ModelMessage> owed() {
        return messages.stream().filter(l -> l.isOwed()).toList();
    }

    void beBorn() {
        if (!exists) {
            exists = true;
            epochs++;
            epoch = UNNAMED;
        }
    }

    /** Deletes the entry, a day after its last change. */
    void forget() {
        exists = false;
        head = 0;
        highestAck = 0;
        messages.clear();
    }

    void renew(long now) {
        epochs++;
        epoch = UNNAMED;
        stale = false;
        highestAck = 0;
        for (ModelMailbox mailbox : mailboxes.values()) {
            if (mailbox.live != null) {
                evicted.add(mailbox.live.id());
                mailbox.lastSeen = now;
            }
            mailbox.live = null;
            mailbox.cursor = 0;
            mailbox.uninformed = true;
        }
        mailboxes.values().removeIf(mailbox -> now - mailbox.lastSeen >= mailbox.keep);
        for (ModelMessage message : messages) {
            message.acked &= message.fate != Fate.OWED;
            message.fate = message.fate == Fate.ACKED_BY_ALL ? Fate.PAST : message.fate;
        }
    }

    /** Takes the seqs of a new epoch from the state. The protocol fixes only their order. */
    void renumber(Mailbox mailbox) {
        head = mailbox.head();
        messages.removeIf(message -> {
            Message found = mailbox.find(message.id, Long.MIN_VALUE / 2);
            boolean forgotten = found == null && message.fate != Fate.OWED;
            message.seq = found == null ? -1 : found.seq();
            return forgotten;
        });
    }

    boolean noGapAfter(long seq) {
        return messages.stream().noneMatch(l -> l.fate == Fate.ACKED_BY_ALL && l.seq > seq);
    }

    void acknowledge(ModelMailbox mailbox, long seq) {
        mailbox.uninformed = false;
        mailbox.cursor = Math.max(mailbox.cursor, seq);
        highestAck = Math.max(highestAck, seq);
        messages.stream().filter(l -> l.seq <= seq && l.isOwed()).forEach(l -> l.acked = true);
    }

    ModelMailbox holding(String session) {
        return mailboxes.values().stream()
                .filter(mailbox -> mailbox.holds(session))
                .findFirst()
                .orElse(null);
    }

    private ModelMailbox trusted(String session, String inEpoch) {
        return stale || !inEpoch.equals(epoch) ? null : holding(session);
    }

    private void ack(Ack ack) {
        ModelMailbox mailbox = trusted(ack.session(), ack.epoch());
        if (mailbox == null || ack.seq() > head) {
            stale |= mailbox != null;
            answer = "not attached";
            return;
        }
        acknowledge(mailbox, ack.seq());
        answer = "cursor " + mailbox.cursor;
    }

    private void pull(Pull pull) {
        ModelMailbox mailbox = trusted(pull.session(), pull.epoch());
        stale |= mailbox != null && pull.after() > head;
        answer = mailbox == null || pull.after() > head ? "not attached" : "page";
    }

    private void detach(Detach detach) {
        ModelMailbox mailbox = detach.device() != null ? mailboxes.get(detach.device()) : holding(detach.session());
        if (mailbox != null && mailbox.live != null && !mailbox.live.id().equals(detach.session())) {
            return;
        }
        if (mailbox != null) {
            mailbox.live = null;
            mailbox.lastSeen = detach.now();
            if (detach.forget()) {
                mailboxes.remove(mailbox.name);
            }
        }
    }

    private void operate(UserCommand<?> command) {
        if (command instanceof Clear) {
            messages.stream().filter(l -> l.isOwed()).forEach(l -> l.fate = Fate.ENDED);
        } else if (command instanceof RemoveDevice remove) {
            ModelMailbox mailbox = mailboxes.remove(remove.device());
            if (mailbox != null && mailbox.live != null) {
                evicted.add(mailbox.live.id());
            }
        } else if (command instanceof RemoveSession remove) {
            ModelMailbox mailbox = holding(remove.session());
            if (mailbox != null) {
                evicted.add(remove.session());
                detach(new Detach(remove.session(), false, remove.now()));
            }
        } else if (command instanceof Sweep sweep) {
            List.copyOf(mailboxes.values()).stream()
                    .filter(b -> b.live != null && !sweep.alive().contains(b.live.node()))
                    .filter(b -> b.live.since() < sweep.before())
                    .forEach(b -> detach(new Detach(b.live.id(), false, sweep.now())));
        }
    }
}
