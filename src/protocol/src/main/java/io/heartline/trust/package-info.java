/**
 * The certificates that a server or a node shows, and what is derived from the secret of a cluster: the name under which members
 * join, and the certificates with which members speak on the event bus. A service that joins the cluster uses the same classes
 * as a node.
 *
 * <p>State: none; the values are immutable.
 *
 * <p>Never imports: any room of the server, Hazelcast.
 *
 * <p>Data flow: files that options name come in; a name, and keys and certificates in PEM, go out. Nothing is written to disk.
 */
@NullMarked
package io.heartline.trust;

import org.jspecify.annotations.NullMarked;
