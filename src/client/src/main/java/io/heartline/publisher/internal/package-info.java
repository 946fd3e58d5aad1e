/**
 * Internal: routes, tries and batches of a publisher. Not part of the public API.
 *
 * <p>State: a {@code PushRun} or {@code BatchRun} owns one push or batch, on the publisher's context.
 *
 * <p>Never imports: the server, Hazelcast.
 *
 * <p>Data flow:
 *
 * <pre>
 *   push ─ id ─ EncodedPush ─ PushRun, BatchRun ─ HttpRoute, BusRoute ─ (repeated with the same id) ─ outcome
 * </pre>
 */
@NullMarked
package io.heartline.publisher.internal;

import org.jspecify.annotations.NullMarked;
