/**
 * Which nodes are alive: joining, leaving, and merging after a split.
 *
 * <p>State: one immutable set of members, replaced as a whole when membership changes; anyone may read it.
 *
 * <p>Never imports: {@code protocol}, {@code session}, HTTP.
 *
 * <p>Data flow: membership events come from Hazelcast and go to those who listen. When a node leaves, its sessions are
 * detached by commands to {@code store}.
 */
@NullMarked
package io.heartline.cluster;

import org.jspecify.annotations.NullMarked;
