package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks of the Dockerfile that need no build. */
class DockerfileIT {
    private final String dockerfile = read("Dockerfile");
    private final List<String> instructions = dockerfile
            .replace("\\\n", "")
            .lines()
            .filter(line -> line.matches("[A-Z]+ .*"))
            .toList();
    private final List<String> java = read("deploy/image/java.args").lines().toList();

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String last(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring(instruction.length() + 1);
    }

    @Test
    void itNeedsNoFrontendThatIsNotThere() {
        assertThat(dockerfile).doesNotContainIgnoringCase("# syntax");
    }

    @Test
    void itRunsOnAJreAndNotAsRoot() {
        assertThat(last("FROM")).isEqualTo("eclipse-temurin:25-jre");
        assertThat(last("USER")).isEqualTo("10001:10001");
    }

    @Test
    void itIsLabelledWithTheVersionOfTheProject() {
        Matcher version = Pattern.compile("<artifactId>heartline-parent</artifactId>\\s*<version>(.*?)</version>")
                .matcher(read("pom.xml"));

        assertThat(version.find()).isTrue();
        assertThat(instructions).contains("ARG VERSION=" + version.group(1));
    }

    @Test
    void signalsReachTheProgram() {
        assertThat(last("ENTRYPOINT")).startsWith("[\"java\", ");
        assertThat(last("CMD")).isEqualTo("[\"serve\"]");
        assertThat(last("HEALTHCHECK")).contains("CMD [\"java\", ").contains("\"health\"]");
    }

    @Test
    void whatIsCopiedIsInTheContext() {
        List<String> context = read(".dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> "glob:" + line.substring(1) + "{,/**}")
                .toList();
        List<String> copied = instructions.stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> line.substring("COPY ".length()).split(" +"))
                .flatMap(words -> Arrays.stream(words).limit(words.length - 1L))
                .toList();

        assertThat(copied).isNotEmpty().allSatisfy(file -> {
            assertThat(Path.of(file)).exists();
            assertThat(context)
                    .anyMatch(each ->
                            FileSystems.getDefault().getPathMatcher(each).matches(Path.of(file)));
        });
    }

    @Test
    void theJvmIsToldWhatTheManifestOfTheJarAsksFor() {
        assertThat(java)
                .containsAll(Stream.concat(opened("Add-Opens", "--add-opens="), opened("Add-Exports", "--add-exports="))
                        .toList());
        assertThat(java).contains("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders");
        assertThat(java).anyMatch(arg -> arg.startsWith("-XX:MaxRAMPercentage="));
        assertThat(java).anyMatch(arg -> arg.matches("-XX:MaxDirectMemorySize=[1-9][0-9]*[kmg]"));
    }

    private static Stream<String> opened(String entry, String option) {
        Matcher matcher =
                Pattern.compile("<" + entry + ">(.*?)</" + entry + ">").matcher(read("pom.xml"));
        assertThat(matcher.find()).isTrue();
        return Arrays.stream(matcher.group(1).split(" ")).map(each -> option + each + "=ALL-UNNAMED");
    }
}
