package io.heartline.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.heartline.store.UserMap;
import io.vertx.core.Context;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which nodes are in sight: the members that hold data and carry our node id, this one included. Publishers, which hold no
 * data, never count.
 *
 * <p>One immutable set, replaced as a whole; any thread may read it. A node keeps its id as long as its process runs, also
 * where it was given up and found again.
 */
public final class Membership {
    /** Where a node that has merged its entries says so to the others. */
    private static final String MERGES = "heartline.merges";

    private record Registration(Context context, MembershipListener listener) {
        void tell(Consumer<MembershipListener> event) {
            context.runOnContext(v -> event.accept(listener));
        }
    }

    private final Supplier<List<String>> inSight;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private volatile Set<String> nodes = Set.of();
    private volatile boolean merging; // written under this

    /** @param inSight looks who is there, oldest first */
    Membership(Supplier<List<String>> inSight) {
        this.inSight = inSight;
        refresh();
    }

    /** Follows the members that {@code hazelcast} sees. */
    static Membership of(HazelcastInstance hazelcast) {
        Membership membership = new Membership(() -> hazelcast.getCluster().getMembers().stream()
                .filter(member -> !member.isLiteMember())
                .map(Membership::nodeOf)
                .filter(node -> !node.isEmpty())
                .toList());
        hazelcast.getCluster().addMembershipListener(membership.new MemberEvents());
        ITopic<String> merges = hazelcast.getTopic(MERGES);
        merges.addMessageListener(membership::onMergeSomewhere);
        hazelcast.getLifecycleService().addLifecycleListener(event -> membership.onLifecycle(event, merges));
        membership.refresh(); // what happened before we listened
        return membership;
    }

    private static String nodeOf(Member member) {
        return Objects.requireNonNullElse(member.getAttribute(UserMap.NODE_ATTRIBUTE), "");
    }

    /** The nodes in sight, oldest first. */
    public Set<String> nodes() {
        return nodes;
    }

    public boolean contains(String node) {
        return nodes.contains(node);
    }

    /** The node that has been in the cluster longest; empty only where this node is shutting down. */
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

    /** Looks again and tells what is different: events only say when to look, so none can be missed or come twice. */
    synchronized void refresh() {
        if (merging) {
            return; // those who merge with us are missing for a moment
        }
        Set<String> before = nodes;
        Set<String> now = Collections.unmodifiableSet(new LinkedHashSet<>(inSight.get()));
        nodes = now;
        before.stream().filter(node -> !now.contains(node)).forEach(node -> tell(l -> l.onLeft(node)));
        now.stream().filter(node -> !before.contains(node)).forEach(node -> tell(l -> l.onJoined(node)));
    }

    /** Whether this node is on its way to those from whom a split had parted it: {@link #nodes} is its own side alone yet. */
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
