package io.heartline.project;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that no compiler checks, for the sources of all modules and for the documents that name them. */
class SourceTreeTest {
    private static final Path DOCUMENTS = Path.of("docs");

    /** A test in backticks, perhaps with one of its methods. A pattern of names, such as {@code *Test}, is none. */
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Properties|Fuzz))(?:\\.(\\w+))?`");

    static Stream<Path> modules() {
        return Pattern.compile("<module>(.+)</module>")
                .matcher(read(Path.of("pom.xml")))
                .results()
                .map(module -> Path.of(module.group(1)));
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> filesBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** A class can be named in a conversation without its package: the classes of tests too. */
    @ParameterizedTest
    @MethodSource("modules")
    void noSimpleClassNameOccursTwiceInAModule(Path module) {
        Map<String, List<Path>> files = filesBelow(module.resolve("src"))
                .filter(file -> name(file).endsWith(".java") && !name(file).equals("package-info.java"))
                .collect(groupingBy(SourceTreeTest::name, mapping(module::relativize, toList())));

        assertThat(files.values())
                .isNotEmpty()
                .filteredOn(same -> same.size() > 1)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyPackageHasAPackageInfo(Path module) {
        Stream<Path> packages = filesBelow(module.resolve("src/main/java"))
                .filter(file -> name(file).endsWith(".java"))
                .map(Path::getParent)
                .distinct();

        assertThat(packages.filter(each -> !name(each).equals("heartline")))
                .allSatisfy(
                        each -> assertThat(each.resolve("package-info.java")).exists());
    }

    /** Inputs are found by package and class name. A class that is moved without its inputs would run without any. */
    @Test
    void everyFuzzTestHasInputsOfItsOwn() {
        List<Path> fuzzTests = modules()
                .flatMap(module -> filesBelow(module.resolve("src/test/java")))
                .filter(file -> name(file).endsWith("Fuzz.java") && read(file).contains("@FuzzTest"))
                .toList();

        assertThat(fuzzTests).hasSizeGreaterThan(10).allSatisfy(test -> assertThat(
                        filesBelow(inputsOf(test)).filter(file -> file.toFile().length() > 0))
                .hasSizeGreaterThan(10));
    }

    private static Path inputsOf(Path test) {
        return Path.of(test.toString()
                .replace("/src/test/java/", "/src/test/resources/")
                .replaceFirst("\\.java$", "Inputs"));
    }

    /** A document that names a test relies on its check, so the test must exist. */
    @ParameterizedTest
    @MethodSource("documentsThatNameTests")
    void everyTestThatADocumentNamesExists(Path document) {
        Map<String, List<Path>> sources = modules()
                .flatMap(module -> filesBelow(module.resolve("src/test/java")))
                .collect(groupingBy(SourceTreeTest::name));

        assertThat(testsNamedIn(document))
                .filteredOn(named -> sources.getOrDefault(named.group(1) + ".java", List.of()).stream()
                        .noneMatch(file -> named.group(2) == null || read(file).contains(" " + named.group(2) + "(")))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    @Test
    void theTableOfPromisesNamesTests() {
        assertThat(testsNamedIn(DOCUMENTS.resolve("TESTING.md"))).hasSizeGreaterThan(200);
    }

    private static List<MatchResult> testsNamedIn(Path document) {
        return NAMED_TEST.matcher(read(document)).results().toList();
    }

    static Stream<Path> documentsThatNameTests() {
        return Stream.concat(
                Stream.of("TESTING.md", "RELIABILITY.md", "ARCHITECTURE.md", "MERGE.md", "SECURITY.md")
                        .map(DOCUMENTS::resolve)
                        .filter(Files::exists),
                list(DOCUMENTS.resolve("adr")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
