/**
 * The members in sight and the trust in them: joining, leaving, clock, discovery, and the one decision if there is a quorum.
 *
 * <p>State: one immutable view of the members, replaced as a whole, under a lock; and the set of nodes that was last
 * published. Any thread may read both.
 *
 * <p>Never imports: {@code protocol}, {@code store}, HTTP.
 *
 * <p>Data flow: Hazelcast tells of members and their heartbeats; {@link MembershipView} decides. {@code store} asks it before
 * each batch of commands; {@link Membership} publishes changes to its listeners. Nodes ask each other over the event bus for
 * their clocks, and if their partitions have all their replicas. While a node joins, {@link JoinWatch} tells Hazelcast which
 * addresses count as nobody.
 */
@NullMarked
package io.heartline.cluster;

import org.jspecify.annotations.NullMarked;
