package io.heartline.torture.field;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The program under test: the jar that nodes are started from.
 *
 * @param file the jar
 * @param given true if the command line names it; the default need not be named to repeat a run
 */
public record HeartlineJar(Path file, boolean given) {
    private static final String NAME = "heartline.jar";

    /** A jar that is named on the command line. */
    public static HeartlineJar of(Path file) {
        return new HeartlineJar(file, true);
    }

    /** The default: {@code heartline.jar} in the folder of {@code torture.jar}. */
    public static HeartlineJar besideThisProgram() {
        try {
            Path program = Path.of(HeartlineJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new HeartlineJar(program.resolveSibling(NAME), false);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the folder of this program is unknown: " + e.getMessage(), e);
        }
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
