package io.heartline.store.split;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.FormatVersion;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides in which version of the stored format this member writes entries, changes and commands: the newest that every
 * member in sight can read. Each member announces the newest version that it reads. So members of two versions mix in a
 * rolling restart, and an upgrade can be rolled back until all are new. A member that announces nothing reads {@link
 * FormatVersion#OLDEST}.
 *
 * <p>A merge is written in the oldest version: its entries are encoded at once and sent over some seconds, in which a member
 * that reads no more may join. Commands are not: each is encoded when it is sent.
 *
 * <p>State: the members that were looked at last, the version that follows from them, and if this member merges. Any thread
 * may ask.
 */
public final class StoredFormat {
    /** The member attribute that carries the newest version that the member reads. */
    public static final String ATTRIBUTE = "heartline.format";

    private static final Logger LOG = LoggerFactory.getLogger(StoredFormat.class);
    private static final String KEY = "heartline.stored-format";

    private record Seen(Set<Member> members, int version) {}

    private final Supplier<Set<Member>> members;
    private volatile Seen seen = new Seen(Set.of(), FormatVersion.OLDEST);
    private volatile boolean merging;

    /**
     * @param members those in sight: one immutable set until they change
     */
    StoredFormat(Supplier<Set<Member>> members) {
        this.members = members;
    }

    public static StoredFormat of(HazelcastInstance hazelcast) {
        return (StoredFormat) hazelcast
                .getUserContext()
                .computeIfAbsent(
                        KEY,
                        // The view is asked for later: it is an entry of the same map, which must not change here.
                        key -> new StoredFormat(
                                () -> MembershipView.of(hazelcast).members()));
    }

    /** This member begins or ends to merge into the other side of a split. */
    void onMerge(boolean begins) {
        merging = begins;
    }

    /** The version to write entries and changes in now. */
    public int version() {
        return merging ? FormatVersion.OLDEST : commandVersion();
    }

    /** The version to write commands in now. */
    public int commandVersion() {
        Set<Member> inSight = members.get();
        Seen last = seen;
        if (last.members() == inSight) {
            return last.version();
        }
        int version = readableBy(inSight);
        seen = new Seen(inSight, version);
        if (version != last.version()) {
            LOG.info("Entries are written in version {} of the stored format", version);
        }
        return version;
    }

    /** The newest version that all of them read; lite members hold no entries. */
    private static int readableBy(Collection<Member> members) {
        return members.stream()
                .filter(member -> !member.isLiteMember())
                .mapToInt(StoredFormat::newestOf)
                .min()
                .orElse(FormatVersion.OLDEST);
    }

    private static int newestOf(Member member) {
        String announced = member.getAttribute(ATTRIBUTE);
        try {
            int newest = announced == null ? FormatVersion.OLDEST : Integer.parseInt(announced);
            return Math.max(FormatVersion.OLDEST, Math.min(newest, FormatVersion.NEWEST));
        } catch (NumberFormatException unknown) {
            return FormatVersion.OLDEST;
        }
    }
}
