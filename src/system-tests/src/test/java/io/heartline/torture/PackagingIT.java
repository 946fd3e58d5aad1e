package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of the contents of the two executable jars, and of the plain jars of the modules. */
class PackagingIT {
    private static final Path HEARTLINE = Path.of("target", "heartline.jar");
    private static final Path TORTURE = Path.of("target", "torture.jar");
    private static final List<String> MODULES = List.of("protocol", "client", "server", "app", "torture");
    /** The modules with a program: their classes are not for other applications, and bring their logging configuration. */
    private static final List<String> PROGRAMS = List.of("app", "torture");

    private static final String OURS = "io/heartline/";
    private static final String HARNESS = "io/heartline/torture/";
    private static final String LOGGING = "logback.xml";
    private static final String LIBRARIES = "META-INF/LIBRARIES.txt";

    @Test
    void theServerContainsNothingOfTheHarness() throws IOException {
        assertThat(names(HEARTLINE)).noneMatch(name -> name.startsWith(HARNESS));
    }

    @Test
    void theHarnessContainsNothingOfOtherModules() throws IOException {
        assertThat(names(TORTURE))
                .anyMatch(name -> name.startsWith(HARNESS))
                .filteredOn(name -> name.startsWith(OURS) && name.endsWith(".class"))
                .allMatch(name -> name.startsWith(HARNESS));
    }

    @Test
    void theBillOfMaterialsListsTheLibrariesOfTheServerAndNoOthers() throws IOException {
        Path file = Path.of("target", "heartline.cdx.json");
        assumeTrue(Files.exists(file), "skipped: Maven makes no bill of materials when it is offline");
        JsonObject bom = new JsonObject(Files.readString(file));
        List<JsonObject> components = bom.getJsonArray("components").stream()
                .map(component -> (JsonObject) component)
                .toList();

        assertThat(bom.getString("bomFormat")).isEqualTo("CycloneDX");
        assertThat(components)
                .extracting(component -> component.getString("group") + ":" + component.getString("name"))
                .contains(
                        "com.hazelcast:hazelcast",
                        "io.vertx:vertx-core",
                        "io.netty:netty-codec-http",
                        "ch.qos.logback:logback-classic",
                        "info.picocli:picocli")
                .noneMatch(name -> name.contains("junit") || name.contains("assertj") || name.contains("jqwik"));
        assertThat(components).allSatisfy(component -> {
            assertThat(component.getString("purl")).startsWith("pkg:maven/").contains("@");
            assertThat(component.getString("version")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartline.jar", "torture.jar"})
    void anExecutableJarContainsItsLibrariesWithTheirLicences(String name) throws IOException {
        Path jar = Path.of("target", name);

        assertThat(names(jar))
                .contains(LOGGING, "META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/NOTICE")
                .contains(
                        "com/hazelcast/core/Hazelcast.class",
                        "ch/qos/logback/classic/Logger.class",
                        "picocli/CommandLine.class");
        assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
        assertThat(text(jar, "META-INF/LICENSE.txt"))
                .as("SLF4J and HdrHistogram")
                .contains("QOS.ch", "Gil Tene");
        assertThat(text(jar, "META-INF/NOTICE")).contains("com.hazelcast", "Jackson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartline.jar", "torture.jar"})
    void eachLibraryOfAnExecutableJarIsListedWithTheTextOfItsLicence(String name) throws IOException {
        Path jar = Path.of("target", name);
        List<Library> libraries = libraries(jar);

        assertThat(packages(jar))
                .filteredOn(folder ->
                        !folder.startsWith(OURS) && libraries.stream().noneMatch(library -> library.contains(folder)))
                .as("packages of no library that is listed")
                .isEmpty();
        assertThat(names(jar)).containsAll(libraries.stream().map(Library::text).toList());
        assertThat(text(jar, LIBRARIES))
                .contains(libraries.stream()
                        .filter(library -> library.text().equals(LIBRARIES))
                        .map(library -> "---- %s: %s\n".formatted(library.licence(), library.name()))
                        .toList());
    }

    @Test
    void noLibraryIsListedThatTheServerDoesNotContain() throws IOException {
        List<String> packages = packages(HEARTLINE);

        assertThat(libraries(HEARTLINE)).hasSizeGreaterThan(10).allSatisfy(library -> assertThat(packages)
                .anyMatch(library::contains));
    }

    /**
     * A row of the list of libraries.
     *
     * @param packageName the beginning of the names of its packages
     * @param text the file of the jar that contains its licence
     */
    private record Library(String packageName, String name, String licence, String text) {
        boolean contains(String folder) {
            return folder.startsWith(packageName.replace('.', '/'));
        }
    }

    private static List<Library> libraries(Path jar) throws IOException {
        return Pattern.compile("(?m)^(\\S+) {2,}(\\S.*?) {2,}(\\S+) {2,}(META-INF/\\S+)$")
                .matcher(text(jar, LIBRARIES))
                .results()
                .map(row -> new Library(row.group(1), row.group(2), row.group(3), row.group(4)))
                .toList();
    }

    /** Folders of classes, without the prefix of those for newer versions of Java. */
    private static List<String> packages(Path jar) throws IOException {
        return names(jar).stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", "").replaceFirst("[^/]*$", ""))
                .distinct()
                .toList();
    }

    static List<String> modules() {
        return MODULES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theJarOfAModuleContainsItsOwnClassesAlone(String module) throws IOException {
        List<String> names = names(plainJar(module));

        assertThat(names).anyMatch(name -> name.startsWith(OURS));
        assertThat(names).filteredOn(name -> name.endsWith(".class")).allMatch(name -> name.startsWith(OURS));
        assertThat(names.contains(LOGGING)).as(LOGGING).isEqualTo(PROGRAMS.contains(module));
    }

    /** The jar that is installed, with the version in its name. */
    private static Path plainJar(String module) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", module, "target"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).as("jars of " + module).hasSize(1);
            return jars.get(0);
        }
    }

    private static List<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    private static String text(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return new String(file.getInputStream(file.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
