package io.heartline.store.partition;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.heartline.store.codec.CommandFailure;
import io.heartline.store.codec.FieldReader;
import io.heartline.store.codec.FieldWriter;
import io.heartline.store.codec.OutcomeCodec;
import io.heartline.store.codec.StoreIds;
import java.io.IOException;

/** The answers to a batch, each at the place of its command: an outcome of {@code user}, or a {@link CommandFailure}. */
public final class BatchOutcomes implements IdentifiedDataSerializable {
    private Object[] all;

    public BatchOutcomes(Object... all) {
        this.all = all;
    }

    public Object get(int place) {
        return all[place];
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        FieldWriter fields = new FieldWriter(out).number(all.length);
        for (Object outcome : all) {
            OutcomeCodec.write(fields, outcome);
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        all = new FieldReader(in).list(OutcomeCodec::read).toArray();
    }

    @Override
    public int getFactoryId() {
        return StoreIds.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreIds.OUTCOMES;
    }
}
