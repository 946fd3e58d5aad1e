/**
 * The state of one user, and the commands that change it. The state holds the devices with their sessions and cursors,
 * the mailbox, and the epoch. All of them are pure values, and every change is a command applied to them.
 *
 * <p>State: immutable. {@code store} owns the entry of a user and applies commands to it one at a time. A command takes
 * a state and returns the next state and an outcome.
 *
 * <p>Never imports: anything but the JDK, and of the JDK no clock, no randomness and no I/O. Time and new ids come as
 * fields of the command.
 *
 * <p>Data flow: {@code store} passes a command in and takes the outcome out. Every command is idempotent.
 */
@NullMarked
package io.heartline.user;

import org.jspecify.annotations.NullMarked;
