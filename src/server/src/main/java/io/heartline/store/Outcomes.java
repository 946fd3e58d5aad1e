package io.heartline.store;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;

/** The answers to a batch of commands, each at the place of its command: an outcome of {@code user}, or {@link Failed}. */
final class Outcomes implements IdentifiedDataSerializable {
    private Object[] all;

    Outcomes(Object... all) {
        this.all = all;
    }

    Object get(int place) {
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
        return StoreSerializers.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreSerializers.OUTCOMES;
    }
}
