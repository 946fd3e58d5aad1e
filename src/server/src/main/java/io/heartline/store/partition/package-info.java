/**
 * The owner's side of the store: applies commands to entries and sends the changes to the replicas.
 *
 * <p>State: the entries. Each is an immutable value, replaced only on the thread of its partition. Also a flag, set after each
 * garbage collection, that refuses new messages while the heap is full. What entries weigh is kept by {@code store.memory}.
 *
 * <p>Never imports: {@code store}, the caller's side.
 *
 * <p>Data flow: a batch of commands arrives at the owner of a partition, which applies one after the other. The changes go to
 * the replicas in one operation, and the outcomes go back when all replicas have acknowledged it.
 */
@NullMarked
package io.heartline.store.partition;

import org.jspecify.annotations.NullMarked;
