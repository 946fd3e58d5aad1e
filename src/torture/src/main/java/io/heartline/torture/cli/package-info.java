/**
 * The command line of the fault harness: {@code torture} and {@code storm}.
 *
 * <p>State: none beyond the command that runs. Reads options, reports every fault in them at once, and starts a run.
 */
@NullMarked
package io.heartline.torture.cli;

import org.jspecify.annotations.NullMarked;
