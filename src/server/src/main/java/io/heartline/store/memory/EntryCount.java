package io.heartline.store.memory;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.MapService;
import com.hazelcast.map.impl.recordstore.RecordStore;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.store.codec.StoreIds;
import io.heartline.user.UserState;

/** One count of all entries on this member, owned and replicas. It blocks no command. Never to be called on an event loop. */
final class EntryCount {
    private long owned;
    private long held;
    private long remembered;

    private EntryCount() {}

    static EntryCount of(NodeEngine engine) {
        EntryCount count = new EntryCount();
        for (int id = 0; id < engine.getPartitionService().getPartitionCount(); id++) {
            count.addPartition(engine, id);
        }
        return count;
    }

    /** A count of one partition. */
    static EntryCount of(NodeEngine engine, int partition) {
        EntryCount count = new EntryCount();
        count.addPartition(engine, partition);
        return count;
    }

    private void addPartition(NodeEngine engine, int partition) {
        MapService maps = engine.getService(MapService.SERVICE_NAME);
        RecordStore<?> store =
                maps.getMapServiceContext().getPartitionContainer(partition).getExistingRecordStore(StoreIds.MAP);
        if (store != null) {
            boolean owner = engine.getPartitionService().isPartitionOwner(partition);
            store.forEach((key, record) -> add(key, (UserState) record.getValue(), owner), !owner);
        }
    }

    private void add(Data key, UserState state, boolean owner) {
        long weight = weight(key, state);
        held += weight;
        owned += owner ? weight : 0;
        remembered += state.rememberedWeight();
    }

    /** The estimated heap that an entry takes, with the name of its user. */
    static long weight(Data key, UserState state) {
        return state.isAbsent() ? 0 : state.weight() + key.getHeapCost();
    }

    long owned() {
        return owned;
    }

    long held() {
        return held;
    }

    long remembered() {
        return remembered;
    }
}
