package io.heartline.store.partition;

import com.hazelcast.internal.nio.IOUtil;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.operation.MapOperation;
import com.hazelcast.map.impl.record.Record;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.impl.operationservice.BackupAwareOperation;
import com.hazelcast.spi.impl.operationservice.MutatingOperation;
import com.hazelcast.spi.impl.operationservice.Operation;
import com.hazelcast.spi.impl.operationservice.PartitionAwareOperation;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import com.hazelcast.wan.impl.CallerProvenance;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.CommandCodec;
import io.heartline.store.codec.CommandFailure;
import io.heartline.store.codec.FieldReader;
import io.heartline.store.codec.FieldWriter;
import io.heartline.store.codec.FormatVersion;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.memory.EntryMemory;
import io.heartline.store.split.StoredFormat;
import io.heartline.store.split.WriterNames;
import io.heartline.user.Change;
import io.heartline.user.NodeSet;
import io.heartline.user.PushOutcome;
import io.heartline.user.Sweep;
import io.heartline.user.Transition;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a batch of commands to entries of one partition, in order, on the thread of that partition, and sends all changes to
 * the replicas in one operation. It is answered when all replicas have acknowledged; if nothing changed, at once.
 *
 * <p>An operation of our own because no public one does this: Hazelcast's entry processors over several keys of a
 * partition are answered before the replicas have the changes.
 */
public final class ApplyCommands extends MapOperation
        implements BackupAwareOperation, PartitionAwareOperation, MutatingOperation {

    private static final Logger LOG = LoggerFactory.getLogger(ApplyCommands.class);

    private Data[] users = {};
    private UserCommand<?>[] commands = {};
    private transient int format = FormatVersion.NEWEST;
    private final transient List<CopyChanges.Item> changes = new ArrayList<>();
    private transient BatchOutcomes outcomes = new BatchOutcomes();
    private transient BooleanSupplier full = () -> false;
    private transient @Nullable EntryMemory memory;
    private transient @Nullable Writer owner;

    /** Made before its fields are read. */
    ApplyCommands() {}

    /**
     * The command at each place is for the user at the same place.
     *
     * @param format the version of the stored format in which the commands are sent
     */
    public ApplyCommands(Data[] users, UserCommand<?>[] commands, int format) {
        super(StoreIds.MAP);
        this.users = users;
        this.commands = commands;
        this.format = format;
    }

    @Override
    protected void runInternal() {
        MembershipView members = MembershipView.of(getNodeEngine().getHazelcastInstance());
        if (!members.hasQuorum()) {
            throw new SplitBrainProtectionException("fewer nodes are in sight than there must be");
        }
        if (members.isUnsettled()) {
            throw new PartitionMigratingException("it is not clear yet which nodes are there");
        }
        Writer writer = writerNow();
        owner = writer;
        full = UserMap.fullness(getNodeEngine());
        memory = EntryMemory.of(getNodeEngine());
        Object[] answers = new Object[commands.length];
        for (int i = 0; i < commands.length; i++) {
            answers[i] = apply(users[i], asOfNow(commands[i], members), writer, members);
        }
        outcomes = new BatchOutcomes(answers);
    }

    private Writer writerNow() {
        return WriterNames.of(getNodeEngine().getHazelcastInstance()).of(getPartitionId());
    }

    /** Spares the sessions of nodes that this member sees: a sweep may come from a node that sees fewer. */
    private UserCommand<?> asOfNow(UserCommand<?> command, MembershipView members) {
        return command instanceof Sweep sweep ? sweep.sparing(members.nodes()) : command;
    }

    private Object apply(Data user, UserCommand<?> command, Writer writer, MembershipView members) {
        try {
            UserState before = stateOf(user);
            UserState here = members.isMinority() ? before.apart(side(writer, members), command.now()) : before;
            Transition<?> transition = command.apply(here, writer).answeredBy(writer);
            CommandFailure refusal = isNew(transition.outcome()) ? refusal() : null;
            if (refusal != null) {
                return refusal;
            }
            Change change = Change.of(here, transition);
            keep(user, here, transition.next());
            logLostPositions(before, transition.next(), command);
            if (change != null) {
                changes.add(new CopyChanges.Item(user, change));
            }
            return transition.outcome();
        } catch (RuntimeException fault) {
            LOG.error("A {} broke down and changed nothing", command.getClass().getSimpleName(), fault);
            return CommandFailure.of(command, fault);
        }
    }

    private static WriteSource.SplitSide side(Writer writer, MembershipView members) {
        return new WriteSource.SplitSide(writer.node(), NodeSet.of(members.nodes()));
    }

    /** Logs a line for each stale entry and each new epoch: both are rare. */
    private void logLostPositions(UserState before, UserState after, UserCommand<?> command) {
        boolean stale = after.stale() && !before.stale();
        boolean renewed =
                !before.isAbsent() && !after.isAbsent() && !before.epoch().equals(after.epoch());
        if (stale || renewed) {
            LOG.warn(
                    "An entry of partition {} with head {} {} by {}",
                    getPartitionId(),
                    before.mailbox().head(),
                    renewed ? "has a new epoch" : "is stale",
                    command.getClass().getSimpleName());
        }
    }

    /** True if a new message was stored, which a full heap refuses. All else makes room, or keeps a promise. */
    private static boolean isNew(Object outcome) {
        return outcome instanceof PushOutcome.Pushed pushed && !pushed.duplicate();
    }

    private @Nullable CommandFailure refusal() {
        if (full.getAsBoolean()) {
            return CommandFailure.full();
        }
        String reason = memory == null ? null : memory.refusal();
        return reason == null ? null : new CommandFailure(reason);
    }

    private UserState stateOf(Data user) {
        Record<?> record = recordStore.getRecord(user);
        return record == null ? UserState.ABSENT : (UserState) record.getValue();
    }

    private void keep(Data user, UserState before, UserState after) {
        if (after == before) {
            return;
        }
        if (memory != null) {
            memory.onChanged(user, before, after, true);
        }
        if (!after.isAbsent()) {
            recordStore.setWithUncountedAccess(user, after, false, Record.UNSET, Record.UNSET);
        } else if (!before.isAbsent()) {
            recordStore.delete(user, CallerProvenance.NOT_WAN);
        }
    }

    /**
     * Called once the changes are sent to the replicas. If a member with a replica was lost before that, nothing was sent to it.
     * The commands are then applied again, and answered by the writer without that replica.
     */
    @Override
    public Object getResponse() {
        if (!changes.isEmpty() && !writerNow().equals(owner)) {
            throw new PartitionMigratingException("other nodes have the copies now");
        }
        return outcomes;
    }

    @Override
    public boolean shouldBackup() {
        return !changes.isEmpty();
    }

    @Override
    public int getSyncBackupCount() {
        return mapContainer.getTotalBackupCount();
    }

    @Override
    public int getAsyncBackupCount() {
        return 0;
    }

    @Override
    public Operation getBackupOperation() {
        return new CopyChanges(
                changes, StoredFormat.of(getNodeEngine().getHazelcastInstance()).version());
    }

    /** A member without quorum refuses every batch, and its callers report that; nothing needs to be logged here. */
    @Override
    public void logError(Throwable e) {
        if (!(e instanceof SplitBrainProtectionException) && !(e instanceof PartitionMigratingException)) {
            super.logError(e);
        }
    }

    @Override
    protected void writeInternal(ObjectDataOutput out) throws IOException {
        super.writeInternal(out);
        FieldWriter fields = new FieldWriter(out).number(commands.length);
        for (int i = 0; i < commands.length; i++) {
            IOUtil.writeData(out, users[i]);
            CommandCodec.write(fields, commands[i], format);
        }
    }

    @Override
    protected void readInternal(ObjectDataInput in) throws IOException {
        super.readInternal(in);
        FieldReader fields = new FieldReader(in);
        List<Data> whose = new ArrayList<>();
        List<UserCommand<?>> read = fields.list(each -> {
            whose.add(IOUtil.readData(in));
            return CommandCodec.read(each);
        });
        users = whose.toArray(Data[]::new);
        commands = read.toArray(UserCommand<?>[]::new);
    }

    @Override
    public int getFactoryId() {
        return StoreIds.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreIds.APPLY_COMMANDS;
    }
}
