package io.heartline.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.vertx.core.Context;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * The nodes in sight, as {@link MembershipView} decided when they last changed, and the listeners to their changes. While
 * this node merges with the other side of a split, they stay as they were before.
 *
 * <p>State: one immutable set, replaced as a whole; any thread may read it. A node keeps its id as long as its process runs,
 * also if it was removed and found again.
 */
public final class Membership {
    /** The topic on which a node that has merged its entries tells the others. */
    private static final String MERGES = "heartline.merges";

    private record Registration(Context context, MembershipListener listener) {
        void tell(Consumer<MembershipListener> event) {
            context.runOnContext(v -> event.accept(listener));
        }
    }

    private final Supplier<List<String>> inSight;
    private final IntPredicate isQuorum;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private volatile Set<String> nodes = Set.of();
    private volatile boolean merging; // written under this

    /**
     * @param inSight the nodes in sight at this moment, oldest first
     * @param isQuorum true for so many nodes as are a quorum
     */
    Membership(Supplier<List<String>> inSight, IntPredicate isQuorum) {
        this.inSight = inSight;
        this.isQuorum = isQuorum;
        refresh();
    }

    /** Follows the members that {@code hazelcast} sees. */
    static Membership of(HazelcastInstance hazelcast) {
        MembershipView view = MembershipView.of(hazelcast);
        Membership membership = new Membership(view::nodesByAge, view::isQuorum);
        hazelcast.getCluster().addMembershipListener(membership.new MemberEvents());
        ITopic<String> merges = hazelcast.getTopic(MERGES);
        merges.addMessageListener(membership::onMergeSomewhere);
        hazelcast.getLifecycleService().addLifecycleListener(event -> membership.onLifecycle(event, merges));
        membership.refresh(); // what happened before we listened
        return membership;
    }

    /** The nodes in sight, oldest first. */
    public Set<String> nodes() {
        return nodes;
    }

    /** True if the nodes in sight are a quorum. */
    public boolean hasQuorum() {
        return isQuorum(nodes);
    }

    /** True if these nodes are a quorum. */
    public boolean isQuorum(Set<String> some) {
        return isQuorum.test(some.size());
    }

    public boolean contains(String node) {
        return nodes.contains(node);
    }

    /** The node that has been in the cluster longest; empty only if this node is shutting down. */
    public String oldest() {
        return nodes.stream().findFirst().orElse("");
    }

    /** Tells {@code listener} of every change from now on, on {@code context}. */
    public void listen(Context context, MembershipListener listener) {
        registrations.add(new Registration(context, listener));
    }

    /** Tells {@code listener} nothing any more. */
    public void unlisten(MembershipListener listener) {
        registrations.removeIf(registration -> registration.listener == listener);
    }

    /** Looks again and publishes the differences. Hazelcast's events only say when to look, so none is missed or comes twice. */
    synchronized void refresh() {
        if (merging) {
            return; // for a moment, the nodes of both sides are missing
        }
        Set<String> before = nodes;
        Set<String> now = Collections.unmodifiableSet(new LinkedHashSet<>(inSight.get()));
        nodes = now;
        before.stream().filter(node -> !now.contains(node)).forEach(node -> tell(l -> l.onLeft(node)));
        now.stream().filter(node -> !before.contains(node)).forEach(node -> tell(l -> l.onJoined(node)));
    }

    /** True while this node merges with the other side of a split: {@link #nodes} is still its own side alone. */
    public boolean isMerging() {
        return merging;
    }

    synchronized void merging() {
        merging = true;
    }

    synchronized void merged() {
        merging = false;
        refresh();
        tell(MembershipListener::onMerged);
    }

    private void tell(Consumer<MembershipListener> event) {
        registrations.forEach(registration -> registration.tell(event));
    }

    private void onLifecycle(LifecycleEvent event, ITopic<String> merges) {
        switch (event.getState()) {
            case MERGING -> merging();
            case MERGED, MERGE_FAILED -> {
                merged();
                merges.publish(""); // Hazelcast tells nobody else, and a hint to a session of theirs may have been lost
            }
            default -> {} // no member came or went
        }
    }

    private void onMergeSomewhere(Message<String> merge) {
        if (!merge.getPublishingMember().localMember()) {
            tell(MembershipListener::onOthersMerged);
        }
    }

    private final class MemberEvents implements com.hazelcast.cluster.MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            refresh();
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            refresh();
        }
    }
}
