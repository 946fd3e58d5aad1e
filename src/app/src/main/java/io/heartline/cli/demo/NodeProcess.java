package io.heartline.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One life of a node, from its start to its end. Any thread. */
interface NodeProcess {
    long pid();

    /** Completes when the process has ended, for whatever reason. */
    CompletionStage<?> ended();

    /** Returns once the node is ready; throws if it ends or takes too long. */
    void awaitReady(Duration within) throws IOException, InterruptedException;

    /** Ends it at once, as {@code kill -9} does. */
    void kill();

    /** Stops it where it is, as SIGSTOP does: its connections stay open, and it says nothing. */
    void hang() throws IOException, InterruptedException;

    /** Lets it go on after {@link #hang}; does nothing else. */
    void wake() throws IOException, InterruptedException;

    /** Asks it to leave; its output is still passed on. */
    void terminate();

    /** Returns when it has left; one that takes too long is killed. */
    void awaitEnd();

    /** Starts the processes of nodes. */
    @FunctionalInterface
    interface Launcher {
        /** Starts the node with this number, beginning with 1; the same ports each time. May take a moment. */
        NodeProcess launch(int number) throws IOException;
    }
}
