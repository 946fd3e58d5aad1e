package io.heartline.torture.field;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program under test: the jar that nodes are started from.
 *
 * @param file the jar
 * @param given true if the command line names it; the default need not be named to repeat a run
 * @param jvm options of its JVM, after those of the harness
 */
public record HeartlineJar(Path file, boolean given, List<String> jvm) {
    private static final String NAME = "heartline.jar";

    /** A jar that is named on the command line. */
    public static HeartlineJar of(Path file) {
        return new HeartlineJar(file, true, List.of());
    }

    /** The default: {@code heartline.jar} in the folder of {@code torture.jar}. */
    public static HeartlineJar besideThisProgram() {
        try {
            Path program = Path.of(HeartlineJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new HeartlineJar(program.resolveSibling(NAME), false, List.of());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the folder of this program is unknown: " + e.getMessage(), e);
        }
    }

    /** The same jar in a JVM with these options. */
    public HeartlineJar with(List<String> options) {
        return new HeartlineJar(file, given, options);
    }

    /** The arguments of {@code java} that run it. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(jvm);
        arguments.addAll(List.of("-jar", file.toAbsolutePath().toString()));
        return arguments;
    }

    /** The reason why no node can be started from it; empty if one can. */
    public Optional<String> missing() {
        return Files.isRegularFile(file)
                ? Optional.empty()
                : Optional.of(
                        "there is no file " + file.toAbsolutePath() + "; --jar FILE names the heartline.jar to test");
    }

    /** The option that names it, with a space before it; empty for the default. */
    public String option() {
        return given ? " --jar " + file : "";
    }
}
