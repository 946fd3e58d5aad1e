package io.heartline.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts the members that join and leave, and lists the guests: the lite members, which hold no data, but read and write
 * everything. Any thread.
 */
public final class MemberLog implements InitialMembershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(MemberLog.class);

    /**
     * A lite member.
     *
     * @param address where other members reach it
     * @param since the time at which this node first saw it, in milliseconds
     */
    public record Guest(String address, long since) {}

    private final InstantSource clock;
    private final Map<UUID, Guest> guests = new ConcurrentHashMap<>();
    private final AtomicLong joined = new AtomicLong();
    private final AtomicLong left = new AtomicLong();

    MemberLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Follows the members that {@code hazelcast} sees. */
    static MemberLog of(HazelcastInstance hazelcast, InstantSource clock) {
        MemberLog log = new MemberLog(clock);
        hazelcast.getCluster().addMembershipListener(log);
        return log;
    }

    /** The guests, by address. */
    public List<Guest> guests() {
        return guests.values().stream()
                .sorted(Comparator.comparing(Guest::address))
                .toList();
    }

    /** The number of members that joined after this node. */
    public long joined() {
        return joined.get();
    }

    /** The number of members that left, or were lost. */
    public long left() {
        return left.get();
    }

    @Override
    public void init(InitialMembershipEvent event) {
        event.getMembers().stream().filter(member -> !member.localMember()).forEach(member -> {
            note(member);
            LOG.info("{} is in the cluster", describe(member));
        });
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        note(event.getMember());
        joined.incrementAndGet();
        LOG.info("{} joined the cluster", describe(event.getMember()));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        guests.remove(event.getMember().getUuid());
        left.incrementAndGet();
        LOG.info("{} left the cluster, or was lost", describe(event.getMember()));
    }

    private void note(Member member) {
        if (member.isLiteMember()) {
            guests.put(member.getUuid(), new Guest(address(member), clock.millis()));
        }
    }

    private static String describe(Member member) {
        return member.isLiteMember()
                ? "A guest at " + address(member) + " (a lite member)"
                : "Node " + MembershipView.nodeOf(member) + " at " + address(member);
    }

    private static String address(Member member) {
        Address address = member.getAddress();
        return new HostPort(address.getHost(), address.getPort()).toString();
    }
}
