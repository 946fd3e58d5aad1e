/**
 * Heartline for programs in Java: a device that listens ({@link io.heartline.client.HeartlineClient}) and a publisher
 * ({@link io.heartline.client.Publisher}).
 *
 * <p>State: all of a client's belongs to its Vert.x context, and all of a publisher's to its own; there are no locks. What
 * outlives a connection (the inbox, the progress in the store) has one owner, and what belongs to a connection dies with
 * it: an {@code Attempt} is thrown away whole, with its socket, timers and requests.
 *
 * <p>Never imports: any room but {@code protocol}, Hazelcast. No room imports this one.
 *
 * <p>Data flow:
 *
 * <pre>
 *   socket ─ Attempt ─ Inbox ─ Handover ─ the application's handler ─ Recorder ─ store, then ack ─ socket
 *   Connector: when to try, after what, and when to stop
 *   push ─ id ─ HttpRoute or BusRoute ─ (again, with the same id) ─ outcome
 * </pre>
 */
@NullMarked
package io.heartline.client;

import org.jspecify.annotations.NullMarked;
