/**
 * The load on the cluster under test: publishers over HTTP and the event bus through every node, devices with different behaviours,
 * and queries about the nodes' views. Everything is recorded as it happens; nothing is judged here.
 *
 * <p>State: everything belongs to one event loop, that of {@link io.heartline.torture.workload.Workload}. The exception is the
 * publisher's membership of the cluster, which has a Vert.x of its own, so that a blocked member never delays a device.
 *
 * <p>Never imports: any other module of Heartline.
 *
 * <pre>
 *   Publishers ─ HttpRoute, BusRoute ─────────────┐
 *   Devices ─ Device ─ Connection ─ RawWebSocket ─┼──► nodes
 *   StatusPoller ─ Queries ───────────────────────┘
 *        └──────────► Recorder
 * </pre>
 */
@NullMarked
package io.heartline.torture.workload;

import org.jspecify.annotations.NullMarked;
