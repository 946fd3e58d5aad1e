package io.heartline.torture;

import io.heartline.torture.cli.TortureProgram;

/** The program: {@code java -jar torture.jar <command>}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(TortureProgram.run(args));
    }
}
