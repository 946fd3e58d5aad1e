package io.heartline.torture.cli;

import io.heartline.torture.field.HeartlineJar;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the program under test. */
final class JarOption {
    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "heartline.jar to start nodes from (default: heartline.jar beside this torture.jar)")
    @Nullable
    Path file;

    HeartlineJar jar() {
        return file != null ? HeartlineJar.of(file) : HeartlineJar.besideThisProgram();
    }

    void check(OptionErrors errors) {
        jar().missing().ifPresent(why -> errors.add("jar: " + why));
    }
}
