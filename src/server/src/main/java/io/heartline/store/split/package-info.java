/**
 * The two sides of a split: the names under which a member counts its writes, and the merge of two versions of an entry.
 *
 * <p>State: of this member, the names that it used lately and the replicas that each stands for, under a lock; while it
 * merges, the members of the side that it left. Any thread.
 *
 * <p>Never imports: {@code store} or {@code store.partition}.
 *
 * <p>Data flow: the owner of an entry asks for its name before it applies a command. When a split heals, Hazelcast hands both
 * versions of an entry to the merge policy, which lets {@code user} decide.
 */
@NullMarked
package io.heartline.store.split;

import org.jspecify.annotations.NullMarked;
