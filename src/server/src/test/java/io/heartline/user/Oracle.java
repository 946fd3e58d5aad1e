package io.heartline.user;

import io.heartline.user.OracleLetter.Fate;
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
final class Oracle {
    /** An epoch that has just begun and whose name the state has yet to say. */
    static final String UNNAMED = "?";

    boolean exists;
    int epochs;
    String epoch = UNNAMED;
    long head;
    long highestAck;
    boolean stale;
    final List<OracleLetter> letters = new ArrayList<>();
    final Map<String, OracleBox> boxes = new LinkedHashMap<>();
    private long pushes;

    // What the last command is expected to have answered.
    String answer;
    Boolean resumed;
    Set<String> evicted = new HashSet<>();

    /** What time has ended at {@code now} is gone before anything else is done. */
    void advance(long now) {
        boxes.values().removeIf(box -> box.live == null && now - box.lastSeen >= box.keep);
        letters.stream().filter(l -> l.isOwed() && l.end <= now).forEach(l -> l.fate = Fate.ENDED);
        settle();
    }

    /** A message leaves when every kept device has acknowledged it; with none kept, when one has. */
    void settle() {
        for (OracleLetter letter : letters) {
            boolean done =
                    boxes.isEmpty() ? letter.acked : boxes.values().stream().allMatch(box -> box.cursor >= letter.seq);
            if (letter.isOwed() && done) {
                letter.fate = Fate.ACKED_BY_ALL;
            }
        }
    }

    /** Does what the command asks, and says whether the epoch changes with it. */
    boolean apply(UserCommand<?> command) {
        int before = epochs;
        evicted = new HashSet<>();
        answer = "";
        resumed = null;
        advance(command.now());
        if (command instanceof Push push) {
            push(push);
        } else if (command instanceof Attach attach) {
            new OracleDoor(this).attach(attach);
        } else if (command instanceof Ack ack) {
            ack(ack);
        } else if (command instanceof Pull pull) {
            pull(pull);
        } else if (command instanceof Detach detach) {
            detach(detach);
        } else {
            operate(command);
        }
        advance(command.now()); // who is kept for no time at all is gone at once
        return epochs != before;
    }

    private void push(Push push) {
        OracleLetter known = known(push.id(), push.now());
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
            letters.add(new OracleLetter(++head, push, ++pushes));
            answer = "stored " + push.id(); // under its letter's number, which a new epoch may yet change
        }
    }

    private boolean isFullFor(Push push) {
        long bytes = owed().stream().mapToLong(l -> l.length).sum();
        return owed().size() >= push.limits().messages()
                || bytes + push.body().length() > push.limits().bytes();
    }

    /** The window: five minutes, or the user's next thousand pushes. What is still owed is never stored beside itself. */
    OracleLetter known(String id, long now) {
        OracleLetter found = null;
        for (OracleLetter letter : letters) {
            boolean recent = pushes - letter.pushNumber < 1_000 && now - letter.at < 300_000;
            if (letter.id.equals(id) && (recent || letter.isOwed())) {
                found = letter;
            }
        }
        return found;
    }

    List<OracleLetter> owed() {
        return letters.stream().filter(l -> l.isOwed()).toList();
    }

    void beBorn() {
        if (!exists) {
            exists = true;
            epochs++;
            epoch = UNNAMED;
        }
    }

    /** All is over: a day has passed since the last of it. */
    void forget() {
        exists = false;
        head = 0;
        highestAck = 0;
        letters.clear();
    }

    void renew(long now) {
        epochs++;
        epoch = UNNAMED;
        stale = false;
        highestAck = 0;
        for (OracleBox box : boxes.values()) {
            if (box.live != null) {
                evicted.add(box.live.id());
                box.lastSeen = now;
            }
            box.live = null;
            box.cursor = 0;
            box.uninformed = true;
        }
        boxes.values().removeIf(box -> now - box.lastSeen >= box.keep);
        for (OracleLetter letter : letters) {
            letter.acked &= letter.fate != Fate.OWED;
            letter.fate = letter.fate == Fate.ACKED_BY_ALL ? Fate.PAST : letter.fate;
        }
    }

    /** Which numbers a new epoch gives is free, but for the order; so they are taken from the state. */
    void renumber(Mailbox mailbox) {
        head = mailbox.head();
        letters.removeIf(letter -> {
            Message message = mailbox.find(letter.id, Long.MIN_VALUE / 2);
            boolean forgotten = message == null && letter.fate != Fate.OWED;
            letter.seq = message == null ? -1 : message.seq();
            return forgotten;
        });
    }

    boolean noGapAfter(long seq) {
        return letters.stream().noneMatch(l -> l.fate == Fate.ACKED_BY_ALL && l.seq > seq);
    }

    void acknowledge(OracleBox box, long seq) {
        box.uninformed = false;
        box.cursor = Math.max(box.cursor, seq);
        highestAck = Math.max(highestAck, seq);
        letters.stream().filter(l -> l.seq <= seq && l.isOwed()).forEach(l -> l.acked = true);
    }

    OracleBox holding(String session) {
        return boxes.values().stream()
                .filter(box -> box.holds(session))
                .findFirst()
                .orElse(null);
    }

    private OracleBox trusted(String session, String inEpoch) {
        return stale || !inEpoch.equals(epoch) ? null : holding(session);
    }

    private void ack(Ack ack) {
        OracleBox box = trusted(ack.session(), ack.epoch());
        if (box == null || ack.seq() > head) {
            stale |= box != null;
            answer = "not attached";
            return;
        }
        acknowledge(box, ack.seq());
        answer = "cursor " + box.cursor;
    }

    private void pull(Pull pull) {
        OracleBox box = trusted(pull.session(), pull.epoch());
        stale |= box != null && pull.after() > head;
        answer = box == null || pull.after() > head ? "not attached" : "page";
    }

    private void detach(Detach detach) {
        OracleBox box = detach.device() != null ? boxes.get(detach.device()) : holding(detach.session());
        if (box != null && box.live != null && !box.live.id().equals(detach.session())) {
            return;
        }
        if (box != null) {
            box.live = null;
            box.lastSeen = detach.now();
            if (detach.forget()) {
                boxes.remove(box.name);
            }
        }
    }

    private void operate(UserCommand<?> command) {
        if (command instanceof Clear) {
            letters.stream().filter(l -> l.isOwed()).forEach(l -> l.fate = Fate.ENDED);
        } else if (command instanceof RemoveDevice remove) {
            OracleBox box = boxes.remove(remove.device());
            if (box != null && box.live != null) {
                evicted.add(box.live.id());
            }
        } else if (command instanceof RemoveSession remove) {
            OracleBox box = holding(remove.session());
            if (box != null) {
                evicted.add(remove.session());
                detach(new Detach(remove.session(), false, remove.now()));
            }
        } else if (command instanceof Sweep sweep) {
            List.copyOf(boxes.values()).stream()
                    .filter(b -> b.live != null && !sweep.alive().contains(b.live.node()))
                    .filter(b -> b.live.since() < sweep.before())
                    .forEach(b -> detach(new Detach(b.live.id(), false, sweep.now())));
        }
    }
}
