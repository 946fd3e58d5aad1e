package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.io.IOException;
import java.util.List;

/** The network between the nodes, and between nodes and clients. One thread at a time. */
interface Network extends AutoCloseable {
    /** The name for all clients and publishers, which share the harness's address. */
    String CLIENTS = "clients";

    List<Site> sites();

    /** The address of clients. */
    String clientHost();

    /** The prefix of a command that runs at a site. */
    List<String> entering(Site site);

    /** True if the network supports cuts and slow links. */
    boolean canCut();

    /** Drops all packets from one node to another, on existing and new connections. Idempotent. */
    void block(String from, String to) throws IOException;

    /** Limits the traffic of a node to a number of kilobits a second. The last call counts. */
    void slow(String node, int kilobits) throws IOException;

    /** Removes all cuts and limits. */
    void mend() throws IOException;

    /** Removes the network. Idempotent. */
    @Override
    void close();
}
