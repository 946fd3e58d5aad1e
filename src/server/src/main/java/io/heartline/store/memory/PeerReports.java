package io.heartline.store.memory;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import io.heartline.cluster.MembershipView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the other nodes, as each reported it last. A node in sight that has reported nothing yet holds nothing; its
 * capacity is an attribute of its member.
 *
 * <p>State: the reports, written on Hazelcast's event threads and read on any. The rest belongs to the task that publishes.
 */
final class PeerReports {
    /** The member attribute with the capacity of a node, in bytes. */
    static final String CAPACITY = "heartline.capacity";

    private static final String TOPIC = "heartline.memory";

    private final HazelcastInstance hazelcast;
    private final String self;
    private final Map<String, MemoryReport> reports = new ConcurrentHashMap<>();
    /** The number of the report of each node that the last raise of this node's ceiling is based on. */
    private final Map<String, Long> used = new HashMap<>();

    private @Nullable ITopic<String> topic;
    private long published;

    PeerReports(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.self = MembershipView.nodeOf(hazelcast.getCluster().getLocalMember());
    }

    /** Publishes the memory of this node. Blocks the first time, when it registers for the reports of the others. */
    void publish(NodeMemory memory) {
        ITopic<String> open = topic;
        if (open == null) {
            open = hazelcast.getTopic(TOPIC);
            open.addMessageListener(message -> onReport(message.getMessageObject()));
            topic = open;
        }
        open.publish(new MemoryReport(self, ++published, memory).toString());
    }

    private void onReport(String text) {
        MemoryReport report = MemoryReport.parse(text);
        if (report != null && !report.node().equals(self)) {
            reports.merge(report.node(), report, (last, next) -> next.n() > last.n() ? next : last);
        }
    }

    /**
     * The other nodes in sight.
     *
     * @param otherwise the capacity of a node that tells none
     */
    List<NodeMemory> others(long otherwise) {
        List<Member> members = members().toList();
        reports.keySet().retainAll(members.stream().map(MembershipView::nodeOf).toList());
        return members.stream().map(member -> memoryOf(member, otherwise)).toList();
    }

    private Stream<Member> members() {
        return MembershipView.of(hazelcast).members().stream()
                .filter(member ->
                        !member.isLiteMember() && !MembershipView.nodeOf(member).equals(self));
    }

    /**
     * True if every other node has reported since this was last true. Otherwise one may have raised its own ceiling, and this
     * node does not know yet.
     */
    boolean areNew() {
        boolean all = reports.values().stream().allMatch(report -> report.n() > used.getOrDefault(report.node(), 0L));
        if (all) {
            used.clear();
            reports.values().forEach(report -> used.put(report.node(), report.n()));
        }
        return all;
    }

    /** True if every other node in sight has reported at least once. */
    boolean allHaveReported() {
        return members().allMatch(member -> reports.containsKey(MembershipView.nodeOf(member)));
    }

    private NodeMemory memoryOf(Member member, long otherwise) {
        MemoryReport report = reports.get(MembershipView.nodeOf(member));
        return report != null ? report.memory() : NodeMemory.unknown(capacityOf(member, otherwise));
    }

    /** The capacity that a member tells. */
    static long capacityOf(Member member, long otherwise) {
        String told = member.getAttribute(CAPACITY);
        try {
            return told == null ? otherwise : Long.parseLong(told);
        } catch (NumberFormatException malformed) {
            return otherwise;
        }
    }
}
