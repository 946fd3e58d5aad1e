package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.io.IOException;
import java.util.List;

/** What lies between the nodes, and between them and their clients. One thread at a time. */
interface Network extends AutoCloseable {
    /** Stands for all clients and publishers: they share the harness's address. */
    String CLIENTS = "clients";

    List<Site> sites();

    /** The address that clients come from. */
    String clientHost();

    /** What a command begins with that is to run at a site. */
    List<String> entering(Site site);

    /** Whether the verbs below can be done. */
    boolean canCut();

    /** Lets everything vanish that one sends to the other: new connections and those there are. Idempotent. */
    void block(String from, String to) throws IOException;

    /** Lets a node send and get so many kilobits a second. Idempotent; the last word counts. */
    void slow(String node, int kilobits) throws IOException;

    /** Undoes all of that. */
    void mend() throws IOException;

    /** Mends, and removes all that was made. Idempotent. */
    @Override
    void close();
}
