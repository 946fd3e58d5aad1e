/**
 * The test field: node processes at fixed sites, and the network between them.
 *
 * <p>{@link io.heartline.torture.field.Field} is its interface: methods that inject faults and undo them. All of them block, and
 * are called by one thread at a time.
 *
 * <p>State: {@code NodeProcess} owns the process of a site, {@code Cuts} the state of the network. Effects outside this program
 * (processes, network namespaces) end after a time limit, or are removed by the next run, even if this one is killed.
 *
 * <p>Never imports: any other module of Heartline.
 */
@NullMarked
package io.heartline.torture.field;

import org.jspecify.annotations.NullMarked;
