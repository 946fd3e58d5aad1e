/**
 * The caller's side of the store: takes commands for users, sends them in batches to the owners of their entries, and repeats
 * them until their outcome is known.
 *
 * <p>State: for each gateway, owned by its event loop: the commands that wait for each partition and the batches that are
 * sent. The entries are with their owners, see {@code store.partition}; callers hold no copy that they act on later. All of it
 * is in memory; nothing is written to disk.
 *
 * <p>Never imports: {@code protocol}, HTTP, the event bus. Of the packages of this room each imports only those before it:
 * {@code codec}, {@code split}, {@code memory}, {@code partition}, and this one.
 *
 * <p>Data flow: a command goes to the owner of the user's partition, is applied there, and its change is acknowledged by the
 * replicas; its outcome comes back on the event loop of the caller. Commands of one user take effect in the order in which
 * they were submitted.
 */
@NullMarked
package io.heartline.store;

import org.jspecify.annotations.NullMarked;
