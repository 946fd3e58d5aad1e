package io.heartline.store;

import com.hazelcast.cluster.Member;
import com.hazelcast.spi.impl.NodeEngine;

/** By what name a node counts the numbers that it gives out as the owner of entries. */
final class Owner {
    private Owner() {}

    /** The node's id; where the member carries none, its own, which is as fresh for every start. */
    static String of(NodeEngine engine) {
        Member member = engine.getLocalMember();
        String node = member.getAttribute(UserMap.NODE_ATTRIBUTE);
        return node != null ? node : member.getUuid().toString();
    }
}
