/**
 * Who uses the cluster that is put to the test: publishers over HTTP and the event bus through every node, devices of many
 * temperaments, and eyes on what the nodes say. All of it is written down as it happens; nothing is judged here.
 *
 * <p>State: everything belongs to one event loop, that of {@link io.heartline.torture.workload.Workload}, but the publisher's
 * membership of the cluster, which has a Vert.x of its own, so that a blocked member never stops a device.
 *
 * <p>Never imports: any room of the server.
 *
 * <pre>
 *   Publishers ─ HttpRoute, BusRoute ─┐
 *   Devices ─ Device ─ Link ─ Socket ─┼──► nodes
 *   Watch ─ Queries ──────────────────┘
 *        └──────────► Recorder
 * </pre>
 */
@NullMarked
package io.heartline.torture.workload;

import org.jspecify.annotations.NullMarked;
