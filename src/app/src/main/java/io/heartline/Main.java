package io.heartline;

import io.heartline.cli.HeartlineCommand;

/** The program: {@code java -jar heartline.jar <command>}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int exitCode = HeartlineCommand.runAsProcess(args);
        System.exit(exitCode);
    }
}
