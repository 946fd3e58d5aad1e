/**
 * What is known of one user: who listens and what is owed. Sessions, mailbox, cursors and epoch are pure values, and
 * every change is a command applied to them.
 *
 * <p>State: immutable. The entry of a user is owned by {@code store}, which applies commands to it one at a time; a
 * command takes a state and answers the next state and an outcome.
 *
 * <p>Never imports: anything but the JDK, and of the JDK no clock, no randomness and no I/O. Time and new ids come as
 * fields of the command.
 *
 * <p>Data flow: {@code store} passes a command in and takes the outcome out. Every command is idempotent.
 */
@NullMarked
package io.heartline.user;

import org.jspecify.annotations.NullMarked;
