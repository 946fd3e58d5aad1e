/**
 * The command line: {@code serve}, {@code demo}, {@code push}, {@code health}, {@code key}, {@code bench}, and {@code completion}.
 *
 * <p>State: none that outlives a command. It may import every room; no room imports it.
 *
 * <p>Data flow: arguments, variables and a file become settings, the command builds configurations and starts a node, and the outcome becomes an exit code.
 */
@NullMarked
package io.heartline.cli;

import org.jspecify.annotations.NullMarked;
