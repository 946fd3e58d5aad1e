package io.heartline.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.spi.impl.NodeEngine;

/** Access to the services inside a Hazelcast member, which its public interface does not offer. */
public final class HazelcastInternals {
    private HazelcastInternals() {}

    /** The engine of this member, on which operations of our own are started. */
    public static NodeEngine of(HazelcastInstance hazelcast) {
        HazelcastInstance original =
                hazelcast instanceof HazelcastInstanceProxy proxy ? proxy.getOriginal() : hazelcast;
        return ((HazelcastInstanceImpl) original).node.getNodeEngine();
    }
}
