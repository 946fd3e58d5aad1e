package io.heartline.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.impl.ClusterHeartbeatManager;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.internal.util.Clock;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides which members are in sight, which of them are trusted, and whether they are a quorum. Health and commands follow
 * this one decision: {@link Membership} publishes its changes, and the owner of entries asks it before each batch.
 *
 * <p>State: one immutable view of the members, replaced under the lock of this object. Any thread may ask; in an ordinary
 * moment it takes no lock.
 */
public final class MembershipView {
    /** The member attribute that carries the node's id, which is new for every start of a process. */
    public static final String NODE_ATTRIBUTE = "heartline.node";
    /** The name of the split-brain protection that a map has if {@link #requireNodes} asked for one. */
    public static final String QUORUM = "heartline.quorum";

    private static final String KEY = "heartline.views";

    /** The interval of {@link #run}. */
    static final long RUN_MILLIS = 500;
    /** The pause of this process after which other members may have removed it. They wait half as long again. */
    static final long PAUSED_MILLIS = 2_500;

    /**
     * @param nodes their ids, oldest first
     * @param quorum true if they are enough
     * @param minority true if they are the smaller side of a split
     * @param unsettled true if {@code quorum} or {@code minority} would change with the trusted members alone
     */
    private record View(Set<Member> members, List<String> nodes, boolean quorum, boolean minority, boolean unsettled) {}

    private final Supplier<Set<Member>> members;
    private final int minNodes;
    private final FailureSuspicion<Member> suspicion; // guarded by this
    private final LongSupplier millis;
    private volatile boolean suspecting;
    private volatile long ranAt;
    private volatile View current = new View(Set.of(), List.of(), false, false, false);
    private final FormerMembers former = new FormerMembers(); // guarded by this
    private boolean hadQuorum; // guarded by this

    /**
     * @param members the members in sight, oldest first: the same immutable set until they change
     * @param minNodes the size of a quorum
     * @param millis the clock of {@code suspicion}, which goes on while this process is paused
     */
    MembershipView(
            Supplier<Set<Member>> members, int minNodes, FailureSuspicion<Member> suspicion, LongSupplier millis) {
        this.members = members;
        this.minNodes = minNodes;
        this.suspicion = suspicion;
        this.millis = millis;
        this.ranAt = millis.getAsLong();
    }

    private static MembershipView of(NodeEngine engine) {
        SplitBrainProtectionConfig quorum =
                engine.getConfig().getSplitBrainProtectionConfigs().get(QUORUM);
        ClusterHeartbeatManager heartbeats =
                ((ClusterServiceImpl) engine.getClusterService()).getClusterHeartbeatManager();
        MembershipView view = new MembershipView(
                engine.getClusterService()::getMembers,
                quorum == null ? 1 : quorum.getMinimumClusterSize(),
                new FailureSuspicion<>(
                        Clock::currentTimeMillis,
                        member -> member.localMember()
                                ? Clock.currentTimeMillis()
                                : heartbeats.getLastHeartbeatTime(member),
                        heartbeats.getHeartbeatIntervalMillis() * 5 / 2),
                Clock::currentTimeMillis);
        var unused = // ends with Hazelcast
                engine.getExecutionService()
                        .scheduleWithRepetition(view::run, RUN_MILLIS, RUN_MILLIS, TimeUnit.MILLISECONDS);
        return view;
    }

    /** The view of this member, made when it is first asked for. */
    public static MembershipView of(HazelcastInstance hazelcast) {
        return (MembershipView)
                hazelcast.getUserContext().computeIfAbsent(KEY, key -> of(HazelcastInternals.of(hazelcast)));
    }

    /**
     * Sets the size of a quorum in the configuration of a member. To be called before maps are configured, which take the
     * split-brain protection of this name. Hazelcast counts only members that hold data.
     */
    public static void requireNodes(Config config, int minNodes) {
        if (minNodes > 1) {
            config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(QUORUM, true, minNodes)
                    .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
        }
    }

    /** Notices that this process was paused: then this was not called every {@link #RUN_MILLIS}. */
    void run() {
        long now = millis.getAsLong(); // first: if the process is paused after this line, the next look will notice
        if (wasPaused(now)) {
            look(members.get());
        }
        ranAt = now;
    }

    private boolean wasPaused(long now) {
        return now - ranAt >= PAUSED_MILLIS;
    }

    /**
     * True if a quorum is in sight at this very moment. Hazelcast's own split-brain protection notices a lost member a little
     * later, and a member that is suddenly alone must not accept anything in between.
     */
    public boolean hasQuorum() {
        return view().quorum();
    }

    /** True if so many nodes are a quorum. */
    public boolean isQuorum(int count) {
        return count >= minNodes;
    }

    /**
     * True if suspected members decide: without them this member would have no quorum, or be on the smaller side of a split.
     * Also true for a while after the quorum has come back or this process was paused. It settles within 5 s.
     */
    public boolean isUnsettled() {
        return view().unsettled();
    }

    /**
     * True on the smaller side of a split, which must not continue the positions that exist. It has less than half of the
     * former members, or half of more than two without the oldest. Of two members either may be all that is left, and must
     * go on.
     */
    public boolean isMinority() {
        return view().minority();
    }

    /** The members in sight at this very moment, oldest first: the same immutable set until they change. */
    public Set<Member> members() {
        return members.get();
    }

    /** The nodes in sight at this very moment, this one included. */
    public Set<String> nodes() {
        return Set.copyOf(view().nodes());
    }

    /** The same, oldest first. */
    List<String> nodesByAge() {
        return view().nodes();
    }

    private View view() {
        Set<Member> inSight = members.get();
        View view = current;
        return view.members() == inSight && !suspecting && !wasPaused(millis.getAsLong()) ? view : look(inSight);
    }

    private synchronized View look(Set<Member> inSight) {
        long now = millis.getAsLong();
        if (!inSight.containsAll(current.members())) {
            suspicion.onLost();
        }
        List<String> nodes = ids(inSight);
        boolean quorum = isQuorum(nodes.size());
        boolean back = quorum && hadQuorum && !current.quorum();
        hadQuorum |= quorum;
        if (back || wasPaused(now)) {
            suspicion.suspectAll();
        }
        suspecting = suspicion.isActive();
        ranAt = now; // not before others see that it suspects
        List<String> trusted = ids(suspicion.trusted(inSight));
        boolean minority = isMinority(nodes);
        boolean others = nodes.size() > 1 || former.size() > 1;
        boolean unsettled = suspicion.suspectsAll()
                ? others
                : (quorum && !isQuorum(trusted.size())) || (!minority && former.isSmaller(trusted));
        View view = new View(inSight, nodes, quorum, minority, unsettled);
        current = view;
        return view;
    }

    private boolean isMinority(List<String> nodes) {
        List<String> before = current.nodes();
        former.follow(before, nodes, System.nanoTime());
        return former.isSmaller(nodes) || (current.minority() && before.containsAll(nodes));
    }

    private static List<String> ids(Collection<Member> members) {
        return members.stream()
                .filter(member -> !member.isLiteMember())
                .map(MembershipView::nodeOf)
                .toList();
    }

    /** The node's id; if the member carries none, its own, which is as new for every start. */
    public static String nodeOf(Member member) {
        String node = member.getAttribute(NODE_ATTRIBUTE);
        return node != null ? node : member.getUuid().toString();
    }
}
