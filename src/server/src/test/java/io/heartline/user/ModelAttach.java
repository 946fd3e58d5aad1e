package io.heartline.user;

import io.heartline.user.Attach.Target;
import java.util.List;

/** Attaches connections to the {@link ModelUser}. */
final class ModelAttach {
    private final ModelUser model;

    ModelAttach(ModelUser model) {
        this.model = model;
    }

    void attach(Attach attach) {
        if (model.stale) {
            model.renew(attach.now());
        }
        model.beBorn();
        if (finished(attach) > model.head) {
            model.renew(attach.now());
        }
        model.evicted.remove(attach.session().id());
        ModelMailbox mailbox = mailbox(attach);
        if (mailbox != null && refused(attach, mailbox.live)) {
            model.answer = "refused";
            return;
        }
        boolean kept = mailbox != null || attach.keepMillis() == 0 || attach.target() instanceof Target.Plain;
        if (!kept && attach.again() && finished(attach) >= 0) {
            model.answer = "refused";
            return;
        }
        boolean held = mailbox != null && mailbox.holds(attach.session().id());
        boolean resumes = mailbox == null ? finished(attach) >= 0 && goesOn(0, attach) : resumes(mailbox, attach);
        if (mailbox == null) {
            mailbox = newcomer(attach, resumes);
        } else if (mailbox.live != null && !held) {
            model.evicted.add(mailbox.live.id());
        }
        take(attach, mailbox, held);
        model.resumed = held ? null : resumes; // a repeated attach may report less
    }

    /** The seq that the client's position acknowledges; -1 if it has no position, or one of another epoch. */
    private long finished(Attach attach) {
        boolean here = attach.position() != null && attach.position().epoch().equals(model.epoch);
        return here ? attach.position().seq() : -1;
    }

    private boolean resumes(ModelMailbox mailbox, Attach attach) {
        boolean informed = attach.position() == null ? !mailbox.uninformed : finished(attach) >= 0;
        return informed && goesOn(mailbox.cursor, attach);
    }

    private boolean goesOn(long cursor, Attach attach) {
        return model.noGapAfter(Math.max(cursor, finished(attach)));
    }

    private void take(Attach attach, ModelMailbox mailbox, boolean held) {
        if (!held) {
            mailbox.live = attach.session();
            mailbox.keep = attach.keepMillis();
            mailbox.lastSeen = attach.now();
        }
        if (finished(attach) >= 0) {
            model.acknowledge(mailbox, finished(attach));
        }
        model.settle();
        long pending = model.owed().stream().filter(l -> l.seq > mailbox.cursor).count();
        model.answer = mailbox.name + " at " + mailbox.cursor + " pending " + pending;
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

    private ModelMailbox newcomer(Attach attach, boolean resumes) {
        long start = model.highestAck;
        String name = attach.target() instanceof Target.Named named ? named.device() : null;
        if (attach.target() instanceof Target.Plain plain) {
            int n = 1;
            while (model.mailboxes.containsKey("plain:" + plain.route() + ":" + n)) {
                n++;
            }
            name = "plain:" + plain.route() + ":" + n;
            start = siblings(plain).stream().mapToLong(b -> b.cursor).min().orElse(model.highestAck);
        }
        ModelMailbox mailbox =
                new ModelMailbox(name, resumes ? attach.position().seq() : start);
        model.mailboxes.put(name, mailbox);
        return mailbox;
    }

    private List<ModelMailbox> siblings(Target.Plain plain) {
        return model.mailboxes.values().stream()
                .filter(b -> b.name.matches("plain:" + plain.route() + ":[0-9]+"))
                .toList();
    }

    private ModelMailbox mailbox(Attach attach) {
        if (attach.target() instanceof Target.Plain plain) {
            ModelMailbox holding = model.holding(attach.session().id());
            List<ModelMailbox> siblings = siblings(plain);
            boolean comesBack = siblings.size() == 1 && siblings.get(0).live == null;
            return holding != null ? holding : comesBack ? siblings.get(0) : null;
        }
        return model.mailboxes.get(((Target.Named) attach.target()).device());
    }
}
