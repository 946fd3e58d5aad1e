/**
 * The heap that entries take: counted on each member, told to the others, and compared with what would still fit after the
 * loss of as many nodes as there are backups. This is an estimate, made before a message is stored. {@code HeapGuard} in
 * {@code store.partition} is apart from it: it measures the whole heap of its own process after each garbage collection, whatever
 * fills it, and is the last resort if the estimate was too low.
 *
 * <p>State: on each member, the running sums of what it holds, the last report of every other member, and the allowance
 * until its own next report. Partition threads add to the sums and ask; one scheduled task replaces the rest once a second.
 *
 * <p>Never imports: {@code store.partition}, which asks it before it stores a message.
 *
 * <p>Data flow: {@code store.partition} adds the weight of each change; a pass over all partitions counts anew. Each member
 * publishes its sums, and decides from all reports how much it may accept. Replicas that do not fit are refused when their
 * migration begins.
 */
@NullMarked
package io.heartline.store.memory;

import org.jspecify.annotations.NullMarked;
