/**
 * One atomic step on the entry of one user, with group commit and the durable backing.
 *
 * <p>State: the entries. Each is an immutable value, replaced only on the thread of its partition; the callers hold no
 * copy that they act on later.
 *
 * <p>Never imports: {@code protocol}, HTTP, the event bus.
 *
 * <p>Data flow: a command for a user goes to the owner of its partition, is applied there and is backed up; its outcome
 * comes back on the context of the caller. An outcome that tells of stored messages waits for the backup. Commands of
 * one user take effect in the order in which they were given.
 */
@NullMarked
package io.heartline.store;

import org.jspecify.annotations.NullMarked;
