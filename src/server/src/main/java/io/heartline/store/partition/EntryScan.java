package io.heartline.store.partition;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.IPartitionService;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.MapService;
import com.hazelcast.map.impl.MapServiceContext;
import com.hazelcast.map.impl.recordstore.RecordStore;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.cluster.HazelcastInternals;
import io.heartline.store.codec.StoreIds;
import io.heartline.user.Sweep;
import io.heartline.user.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Scans the entries that this node owns. It blocks no command: an entry that changes meanwhile may be seen before or after the
 * change, as by a scan a moment earlier or later.
 *
 * <p>Takes time in proportion to the number of entries: never to be called on an event loop.
 */
public final class EntryScan {
    private final NodeEngine engine;

    /**
     * The result of a scan.
     *
     * @param users those that were looked for
     * @param totals over all entries
     */
    public record Found(List<String> users, MailboxTotals totals) {}

    /**
     * The contents of the mailboxes that this node owns.
     *
     * @param users the number of users with an entry
     * @param messages the number of messages that are owed
     * @param bytes the number of bytes of their bodies
     */
    public record MailboxTotals(long users, long messages, long bytes) {}

    /**
     * The messages that are owed from the entries of this node.
     *
     * @param users the number of users to whom any is owed
     */
    public record Owed(long users, long messages) {}

    public EntryScan(HazelcastInstance hazelcast) {
        this.engine = HazelcastInternals.of(hazelcast);
    }

    /** The users for whom this sweep has something to do. */
    public Found concernedBy(Sweep sweep) {
        return find(sweep::concerns);
    }

    /** The users that have live sessions, whose gateways are to be asked, and those that the sweep concerns anyway. */
    public Found online(Sweep sweep) {
        return find(state -> !state.sessions().isEmpty() || sweep.concerns(state));
    }

    /** Counts the messages that are owed now. */
    public Owed owed() {
        return owed(look(state -> false));
    }

    /** The same, of the entries of which no other node has been given a copy. */
    public Owed owedHereAlone() {
        IPartitionService partitions = engine.getPartitionService();
        return owed(look(state -> false, id -> partitions.getPartition(id).getReplicaAddress(1) == null));
    }

    private static Owed owed(Look look) {
        return new Owed(look.owing, look.messages);
    }

    private Found find(Predicate<UserState> wanted) {
        Look look = look(wanted);
        return new Found(look.users, new MailboxTotals(look.seen, look.messages, look.bytes));
    }

    private Look look(Predicate<UserState> wanted) {
        return look(wanted, id -> true);
    }

    private Look look(Predicate<UserState> wanted, IntPredicate among) {
        Look look = new Look(wanted);
        MapService maps = engine.getService(MapService.SERVICE_NAME);
        MapServiceContext context = maps.getMapServiceContext();
        IPartitionService partitions = engine.getPartitionService();
        for (int id = 0; id < partitions.getPartitionCount(); id++) {
            RecordStore<?> store = context.getPartitionContainer(id).getExistingRecordStore(StoreIds.MAP);
            if (store != null && partitions.isPartitionOwner(id) && among.test(id)) {
                store.forEach((key, record) -> look.at(key, (UserState) record.getValue()), false);
            }
        }
        return look;
    }

    /** One scan, on one thread. */
    private final class Look {
        private final Predicate<UserState> wanted;
        private final List<String> users = new ArrayList<>();
        private long seen;
        private long owing;
        private long messages;
        private long bytes;

        Look(Predicate<UserState> wanted) {
            this.wanted = wanted;
        }

        void at(Data key, UserState state) {
            seen++;
            owing += state.mailbox().owed() > 0 ? 1 : 0;
            messages += state.mailbox().owed();
            bytes += state.mailbox().bytes();
            if (wanted.test(state)) {
                users.add(engine.getSerializationService().toObject(key));
            }
        }
    }
}
