package io.heartline.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A node that is ready, and ends, when the test says so. */
final class FakeNode implements NodeProcess {
    final int number;
    final CompletableFuture<Void> ready = new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    volatile boolean killed;
    volatile boolean told;
    volatile boolean hangs;
    private final long pid;

    FakeNode(int number, long pid) {
        this.number = number;
        this.pid = pid;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public CompletionStage<?> ended() {
        return end;
    }

    @Override
    public void awaitReady(Duration within) throws IOException, InterruptedException {
        try {
            ready.get();
        } catch (ExecutionException e) {
            throw new IOException("not ready", e);
        }
    }

    @Override
    public void kill() {
        killed = true;
    }

    @Override
    public void hang() {
        hangs = true;
    }

    @Override
    public void wake() {
        hangs = false;
    }

    @Override
    public void terminate() {
        told = true;
    }

    @Override
    public void awaitEnd() {}
}
