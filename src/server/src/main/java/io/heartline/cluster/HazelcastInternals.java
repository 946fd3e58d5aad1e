package io.heartline.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeState;
import com.hazelcast.spi.impl.NodeEngine;

/** Access to the services inside a Hazelcast member, which its public interface does not offer. */
public final class HazelcastInternals {
    private HazelcastInternals() {}

    /** The engine of this member, on which operations of our own are started. */
    public static NodeEngine of(HazelcastInstance hazelcast) {
        return node(hazelcast).getNodeEngine();
    }

    /**
     * True if this member has neither ended nor begun to. When it is out of memory, Hazelcast ends a member without a
     * lifecycle event; when that fails half way, only the state tells.
     */
    static boolean isRunning(HazelcastInstance hazelcast) {
        Node node = node(hazelcast);
        return node.isRunning() && node.getState() == NodeState.ACTIVE;
    }

    /** The inside of this member, also before it has joined. */
    static Node node(HazelcastInstance hazelcast) {
        HazelcastInstance original =
                hazelcast instanceof HazelcastInstanceProxy proxy ? proxy.getOriginal() : hazelcast;
        return ((HazelcastInstanceImpl) original).node;
    }
}
