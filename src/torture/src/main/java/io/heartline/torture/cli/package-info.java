/**
 * The command line of the fault harness: the commands {@code torture} and {@code storm}.
 *
 * <p>State: none besides the command that runs. Reads the options, reports all errors in them at once, and starts a run.
 *
 * <p>Never imports: any other module of Heartline.
 */
@NullMarked
package io.heartline.torture.cli;

import org.jspecify.annotations.NullMarked;
