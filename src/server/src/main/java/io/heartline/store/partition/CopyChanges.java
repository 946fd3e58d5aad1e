package io.heartline.store.partition;

import com.hazelcast.internal.nio.IOUtil;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.operation.MapOperation;
import com.hazelcast.map.impl.record.Record;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.impl.operationservice.BackupOperation;
import com.hazelcast.wan.impl.CallerProvenance;
import io.heartline.store.codec.ChangeCodec;
import io.heartline.store.codec.FieldReader;
import io.heartline.store.codec.FieldWriter;
import io.heartline.store.codec.FormatVersion;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.memory.EntryMemory;
import io.heartline.user.Change;
import io.heartline.user.UserState;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the changes of {@link ApplyCommands} to a replica of the partition: results in their order, never the commands. */
final class CopyChanges extends MapOperation implements BackupOperation {
    private static final Logger LOG = LoggerFactory.getLogger(CopyChanges.class);

    /** The change of one user's entry. */
    record Item(Data user, Change change) {}

    private List<Item> items = List.of();
    private transient int version = FormatVersion.NEWEST;

    /** Made before its fields are read. */
    CopyChanges() {}

    /**
     * @param version of the stored format in which the changes are written
     */
    CopyChanges(List<Item> items, int version) {
        super(StoreIds.MAP);
        this.items = items;
        this.version = version;
    }

    @Override
    protected void runInternal() {
        items.forEach(item -> copy(item.user(), item.change()));
    }

    private void copy(Data user, Change change) {
        Record<?> record = recordStore.getRecord(user);
        UserState before = record == null ? UserState.ABSENT : (UserState) record.getValue();
        UserState after = change.applyTo(before);
        if (after.stale() && !before.stale()) {
            LOG.info(
                    "A copy in partition {} with head {} has missed a change",
                    getPartitionId(),
                    before.mailbox().head());
        }
        EntryMemory.of(getNodeEngine()).onChanged(user, before, after, false);
        if (!after.isAbsent()) {
            recordStore.putBackupForEntryProcessor(
                    user, after, false, Record.UNSET, Record.UNSET, Record.UNSET, CallerProvenance.NOT_WAN);
        } else if (record != null) {
            recordStore.removeBackup(user, CallerProvenance.NOT_WAN);
        }
    }

    @Override
    protected void writeInternal(ObjectDataOutput out) throws IOException {
        super.writeInternal(out);
        FieldWriter fields = new FieldWriter(out).number(items.size());
        for (Item item : items) {
            IOUtil.writeData(out, item.user());
            ChangeCodec.write(fields, item.change(), version);
        }
    }

    @Override
    protected void readInternal(ObjectDataInput in) throws IOException {
        super.readInternal(in);
        FieldReader fields = new FieldReader(in);
        items = fields.list(each -> new Item(IOUtil.readData(in), ChangeCodec.read(each)));
    }

    @Override
    public int getFactoryId() {
        return StoreIds.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreIds.COPY_CHANGES;
    }
}
