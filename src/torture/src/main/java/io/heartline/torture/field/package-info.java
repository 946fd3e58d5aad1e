/**
 * What is put to the test: node processes at fixed sites, and the network between them.
 *
 * <p>{@link io.heartline.torture.field.Field} is the whole of it: its verbs do harm and undo it. Everything here blocks;
 * all verbs are called by one thread at a time.
 *
 * <p>State: each place owns the process that runs there, {@code Cuts} what the network keeps back. Whatever reaches outside
 * this program (processes, network namespaces) is bounded in time or swept by the next run, should this one be killed.
 *
 * <p>Never imports: any room of the server.
 */
@NullMarked
package io.heartline.torture.field;

import org.jspecify.annotations.NullMarked;
