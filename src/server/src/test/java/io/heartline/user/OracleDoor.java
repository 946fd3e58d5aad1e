package io.heartline.user;

import io.heartline.user.Attach.Target;
import java.util.List;

/** How the {@link Oracle} lets connections in. */
final class OracleDoor {
    private final Oracle oracle;

    OracleDoor(Oracle oracle) {
        this.oracle = oracle;
    }

    void attach(Attach attach) {
        if (oracle.stale) {
            oracle.renew(attach.now());
        }
        oracle.beBorn();
        if (finished(attach) > oracle.head) {
            oracle.renew(attach.now());
        }
        oracle.evicted.remove(attach.session().id());
        OracleBox box = box(attach);
        if (box != null && refused(attach, box.live)) {
            oracle.answer = "refused";
            return;
        }
        boolean kept = box != null || attach.keepMillis() == 0 || attach.target() instanceof Target.Plain;
        if (!kept && attach.again() && finished(attach) >= 0) {
            oracle.answer = "refused";
            return;
        }
        boolean held = box != null && box.holds(attach.session().id());
        boolean resumes = box == null ? finished(attach) >= 0 && goesOn(0, attach) : resumes(box, attach);
        if (box == null) {
            box = newcomer(attach, resumes);
        } else if (box.live != null && !held) {
            oracle.evicted.add(box.live.id());
        }
        take(attach, box, held);
        oracle.resumed = held ? null : resumes; // a repeated attach may promise less
    }

    /** What its position acknowledges; less than nothing where that is of no epoch or another. */
    private long finished(Attach attach) {
        boolean here = attach.position() != null && attach.position().epoch().equals(oracle.epoch);
        return here ? attach.position().seq() : -1;
    }

    private boolean resumes(OracleBox box, Attach attach) {
        boolean informed = attach.position() == null ? !box.uninformed : finished(attach) >= 0;
        return informed && goesOn(box.cursor, attach);
    }

    private boolean goesOn(long cursor, Attach attach) {
        return oracle.noGapAfter(Math.max(cursor, finished(attach)));
    }

    private void take(Attach attach, OracleBox box, boolean held) {
        if (!held) {
            box.live = attach.session();
            box.keep = attach.keepMillis();
            box.lastSeen = attach.now();
        }
        if (finished(attach) >= 0) {
            oracle.acknowledge(box, finished(attach));
        }
        oracle.settle();
        long pending = oracle.owed().stream().filter(l -> l.seq > box.cursor).count();
        oracle.answer = box.name + " at " + box.cursor + " pending " + pending;
    }

    private static boolean refused(Attach attach, LiveSession live) {
        if (live == null || live.id().equals(attach.session().id())) {
            return false;
        }
        boolean counted = live.attempt() >= 0 && attach.session().attempt() >= 0;
        boolean older = counted && attach.session().attempt() < live.attempt();
        boolean tie = !counted || attach.session().attempt() == live.attempt();
        return older || (attach.again() && tie && attach.session().since() < live.since());
    }

    private OracleBox newcomer(Attach attach, boolean resumes) {
        long start = oracle.highestAck;
        String name = attach.target() instanceof Target.Named named ? named.device() : null;
        if (attach.target() instanceof Target.Plain plain) {
            int n = 1;
            while (oracle.boxes.containsKey("plain:" + plain.route() + ":" + n)) {
                n++;
            }
            name = "plain:" + plain.route() + ":" + n;
            start = siblings(plain).stream().mapToLong(b -> b.cursor).min().orElse(oracle.highestAck);
        }
        OracleBox box = new OracleBox(name, resumes ? attach.position().seq() : start);
        oracle.boxes.put(name, box);
        return box;
    }

    private List<OracleBox> siblings(Target.Plain plain) {
        return oracle.boxes.values().stream()
                .filter(b -> b.name.matches("plain:" + plain.route() + ":[0-9]+"))
                .toList();
    }

    private OracleBox box(Attach attach) {
        if (attach.target() instanceof Target.Plain plain) {
            OracleBox holding = oracle.holding(attach.session().id());
            List<OracleBox> siblings = siblings(plain);
            boolean comesBack = siblings.size() == 1 && siblings.get(0).live == null;
            return holding != null ? holding : comesBack ? siblings.get(0) : null;
        }
        return oracle.boxes.get(((Target.Named) attach.target()).device());
    }
}
