package io.heartline.store;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.spi.impl.NodeEngine;

/** The inside of a Hazelcast member, where operations of our own are started. */
final class Engine {
    private Engine() {}

    static NodeEngine of(HazelcastInstance hazelcast) {
        HazelcastInstance original =
                hazelcast instanceof HazelcastInstanceProxy proxy ? proxy.getOriginal() : hazelcast;
        return ((HazelcastInstanceImpl) original).node.getNodeEngine();
    }
}
