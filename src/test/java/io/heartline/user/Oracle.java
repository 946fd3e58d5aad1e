package io.heartline.user;

import io.heartline.user.Attach.Target;
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
    enum Fate {
        OWED,
        ACKED_BY_ALL,
        ENDED,
        /** Acknowledged by all under an epoch that is over: a gap to nobody. */
        PAST
    }

    static final class Letter {
        long seq;
        final String id;
        final long at;
        final long end;
        final int length;
        final long pushNumber;
        Fate fate = Fate.OWED;
        boolean acked;

        Letter(long seq, Push push, long pushNumber) {
            this.seq = seq;
            this.id = push.id();
            this.at = push.now();
            this.end = push.now() + push.ttlMillis();
            this.length = push.body().length();
            this.pushNumber = pushNumber;
        }
    }

    static final class Box {
        final String name;
        long cursor;
        long keep;
        long lastSeen;
        LiveSession live;
        boolean uninformed;

        Box(String name, long cursor) {
            this.name = name;
            this.cursor = cursor;
        }
    }

    /** An epoch that has just begun and whose name the state has yet to say. */
    static final String UNNAMED = "?";

    boolean exists;
    int epochs;
    String epoch = UNNAMED;
    long head;
    long highestAck;
    boolean suspect;
    final List<Letter> letters = new ArrayList<>();
    final Map<String, Box> boxes = new LinkedHashMap<>();
    private long pushes;

    // What the last command is expected to have answered.
    String answer;
    Boolean resumed;
    Set<String> evicted = new HashSet<>();

    /** What time has ended at {@code now} is gone before anything else is done. */
    void advance(long now) {
        boxes.values().removeIf(box -> box.live == null && now - box.lastSeen >= box.keep);
        letters.stream().filter(l -> l.fate == Fate.OWED && l.end <= now).forEach(l -> l.fate = Fate.ENDED);
        settle();
    }

    /** A message leaves when every kept device has acknowledged it; with none kept, when one has. */
    private void settle() {
        for (Letter letter : letters) {
            boolean done =
                    boxes.isEmpty() ? letter.acked : boxes.values().stream().allMatch(box -> box.cursor >= letter.seq);
            if (letter.fate == Fate.OWED && done) {
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
            attach(attach);
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
        if (suspect) {
            renew(push.now());
        }
        Letter known = known(push.id(), push.now());
        if (known != null) {
            answer = "duplicate " + known.id + " " + known.acked;
        } else if (owed().size() + 1 > push.limits().messages()
                || owed().stream().mapToLong(l -> l.length).sum() + push.body().length()
                        > push.limits().bytes()) {
            answer = "full";
        } else {
            beBorn();
            letters.add(new Letter(++head, push, ++pushes));
            answer = "stored " + head;
        }
    }

    /** The window: five minutes, or the user's next thousand pushes. What is still owed is never stored beside itself. */
    Letter known(String id, long now) {
        Letter found = null;
        for (Letter letter : letters) {
            boolean recent = pushes - letter.pushNumber < 1_000 && now - letter.at < 300_000;
            if (letter.id.equals(id) && (recent || letter.fate == Fate.OWED)) {
                found = letter;
            }
        }
        return found;
    }

    List<Letter> owed() {
        return letters.stream().filter(l -> l.fate == Fate.OWED).toList();
    }

    private void beBorn() {
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

    private void renew(long now) {
        epochs++;
        epoch = UNNAMED;
        suspect = false;
        highestAck = 0;
        for (Box box : boxes.values()) {
            if (box.live != null) {
                evicted.add(box.live.id());
                box.lastSeen = now;
            }
            box.live = null;
            box.cursor = 0;
            box.uninformed = true;
        }
        boxes.values().removeIf(box -> now - box.lastSeen >= box.keep);
        for (Letter letter : letters) {
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

    private void attach(Attach attach) {
        if (suspect) {
            renew(attach.now());
        }
        beBorn();
        Box box = box(attach);
        boolean here = attach.position() != null && attach.position().epoch().equals(epoch);
        if (here && attach.position().seq() > head) {
            renew(attach.now());
            here = false;
            box = box(attach);
        }
        evicted.remove(attach.session().id());
        if (box != null && refused(attach, box.live)) {
            answer = "refused";
            return;
        }
        boolean held = box != null
                && box.live != null
                && box.live.id().equals(attach.session().id());
        if (box != null && box.live != null && !held) {
            evicted.add(box.live.id());
        }
        resumed = box == null
                ? here && noGapAfter(attach.position().seq())
                : (attach.position() == null ? !box.uninformed : here)
                        && noGapAfter(
                                Math.max(box.cursor, here ? attach.position().seq() : 0));
        if (box == null) {
            box = newcomer(attach, resumed);
        }
        take(attach, box, held);
        if (here) {
            acknowledge(box, attach.position().seq());
        }
        Box placed = box;
        settle();
        answer = box.name + " at " + box.cursor + " pending "
                + owed().stream().filter(l -> l.seq > placed.cursor).count();
        resumed = held ? null : resumed; // a repeated attach may promise less
    }

    private static void take(Attach attach, Box box, boolean held) {
        if (!held) {
            box.live = attach.session();
            box.keep = attach.keepMillis();
            box.lastSeen = attach.now();
        }
    }

    private static boolean refused(Attach attach, LiveSession live) {
        boolean counted =
                live != null && live.attempt() >= 0 && attach.session().attempt() >= 0;
        if (live == null || live.id().equals(attach.session().id())) {
            return false;
        }
        boolean older = counted && attach.session().attempt() < live.attempt();
        boolean tie = !counted || attach.session().attempt() == live.attempt();
        return older || (attach.again() && tie && attach.session().since() < live.since());
    }

    private Box newcomer(Attach attach, boolean resumes) {
        long start = highestAck;
        String name = attach.target() instanceof Target.Named named ? named.device() : null;
        if (attach.target() instanceof Target.Plain plain) {
            int n = 1;
            while (boxes.containsKey("plain:" + plain.route() + ":" + n)) {
                n++;
            }
            name = "plain:" + plain.route() + ":" + n;
            start = siblings(plain).stream().mapToLong(b -> b.cursor).min().orElse(highestAck);
        }
        Box box = new Box(name, resumes ? attach.position().seq() : start);
        boxes.put(name, box);
        return box;
    }

    private List<Box> siblings(Target.Plain plain) {
        return boxes.values().stream()
                .filter(b -> b.name.matches("plain:" + plain.route() + ":[0-9]+"))
                .toList();
    }

    private Box box(Attach attach) {
        if (attach.target() instanceof Target.Plain plain) {
            Box holding = holding(attach.session().id());
            List<Box> siblings = siblings(plain);
            boolean comesBack = siblings.size() == 1 && siblings.get(0).live == null;
            return holding != null ? holding : comesBack ? siblings.get(0) : null;
        }
        return boxes.get(((Target.Named) attach.target()).device());
    }

    private boolean noGapAfter(long seq) {
        return letters.stream().noneMatch(l -> l.fate == Fate.ACKED_BY_ALL && l.seq > seq);
    }

    private void acknowledge(Box box, long seq) {
        box.uninformed = false;
        box.cursor = Math.max(box.cursor, seq);
        highestAck = Math.max(highestAck, seq);
        letters.stream().filter(l -> l.seq <= seq && l.fate == Fate.OWED).forEach(l -> l.acked = true);
    }

    Box holding(String session) {
        return boxes.values().stream()
                .filter(box -> box.live != null && box.live.id().equals(session))
                .findFirst()
                .orElse(null);
    }

    private Box trusted(String session, String inEpoch) {
        return suspect || !inEpoch.equals(epoch) ? null : holding(session);
    }

    private void ack(Ack ack) {
        Box box = trusted(ack.session(), ack.epoch());
        if (box == null || ack.seq() > head) {
            suspect |= box != null;
            answer = "not attached";
            return;
        }
        acknowledge(box, ack.seq());
        answer = "cursor " + box.cursor;
    }

    private void pull(Pull pull) {
        Box box = trusted(pull.session(), pull.epoch());
        suspect |= box != null && pull.after() > head;
        answer = box == null || pull.after() > head ? "not attached" : "page";
    }

    private void detach(Detach detach) {
        Box box = holding(detach.session());
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
            letters.stream().filter(l -> l.fate == Fate.OWED).forEach(l -> l.fate = Fate.ENDED);
        } else if (command instanceof RemoveDevice remove) {
            Box box = boxes.remove(remove.device());
            if (box != null && box.live != null) {
                evicted.add(box.live.id());
            }
        } else if (command instanceof RemoveSession remove) {
            Box box = holding(remove.session());
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
