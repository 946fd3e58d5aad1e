package io.heartline.store;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.IPartitionService;
import com.hazelcast.internal.partition.operation.SafeStateCheckOperation;
import com.hazelcast.spi.impl.NodeEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether entries have the copies that they should have. */
public final class Copies {
    private Copies() {}

    /**
     * Asks every member about the entries that it owns, all at once. Blocks while this one looks at its own, for 10 s at
     * most. (Hazelcast's own {@code isClusterSafe()} does until all have answered: for two minutes, where a question is lost
     * in a merge of clusters.)
     *
     * @return whether all say yes; fails where one can't be asked, and may never complete where one does not answer
     */
    public static CompletionStage<Boolean> areMade(HazelcastInstance hazelcast) {
        NodeEngine engine = Engine.of(hazelcast);
        List<CompletableFuture<Boolean>> answers = engine.getClusterService().getMembers().stream()
                .map(member -> ask(engine, member))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().allMatch(CompletableFuture::join));
    }

    private static CompletableFuture<Boolean> ask(NodeEngine engine, Member member) {
        return engine.getOperationService()
                .invokeOnTarget(IPartitionService.SERVICE_NAME, new SafeStateCheckOperation(), member.getAddress());
    }
}
