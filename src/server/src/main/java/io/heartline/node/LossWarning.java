package io.heartline.node;

import io.heartline.api.ClusterView.Node;
import io.heartline.store.partition.EntryScan.Owed;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns if messages that are still owed end with a node: it leaves, and no other node stays that could take its entries.
 *
 * @param self the node that leaves
 * @param nodes asks the nodes in sight for their states
 * @param owed counts what is owed from the entries that it owns
 */
record LossWarning(String self, Supplier<Future<List<Node>>> nodes, Supplier<Future<Owed>> owed) {
    private static final Logger LOG = LoggerFactory.getLogger(LossWarning.class);
    private static final Set<String> LEAVING = Set.of("draining", "closing");

    /** Completes when it has warned, or there is no reason to; never fails. */
    Future<Void> check() {
        return Future.succeededFuture()
                .compose(now -> nodes.get()) // also if it throws: Hazelcast may have ended
                .compose(all -> staysNobody(self, all) ? owed.get().map(held -> text(all.size(), held)) : nothing())
                .onSuccess(text -> text.ifPresent(LOG::warn))
                .onFailure(e -> LOG.debug("Node {} could not count what is owed", self, e))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static Future<Optional<String>> nothing() {
        return Future.succeededFuture(Optional.empty());
    }

    /** True if none of these nodes but {@code self} stays in the cluster. */
    static boolean staysNobody(String self, List<Node> all) {
        return all.stream().allMatch(node -> node.node().equals(self) || isLeaving(node));
    }

    static boolean isLeaving(Node node) {
        return LEAVING.contains(node.state());
    }

    /** The warning of a node that leaves with all {@code nodes} in sight; empty if nothing is owed. */
    Optional<String> text(int nodes, Owed held) {
        if (held.messages() == 0) {
            return Optional.empty();
        }
        String what = held.messages() + " message(s) of " + held.users()
                + " user(s), which nobody has acknowledged, end with it";
        return Optional.of(
                nodes == 1
                        ? "Node " + self + " is the last of its cluster: " + what
                        : "Node " + self + " leaves together with all others: " + what + " if none of them stays");
    }
}
