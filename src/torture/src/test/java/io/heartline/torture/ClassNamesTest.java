package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.ClassNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassNamesTest {
    @Test
    void noSimpleClassNameOccursTwiceInThisModule() throws Exception {
        Path classes = Path.of(Torture.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertThat(ClassNames.duplicatesBelow(classes)).isEmpty();
    }

    @Test
    void aNameInTwoPackagesIsFoundAndNestedClassesAreNot(@TempDir Path classes) throws Exception {
        for (String file : List.of(
                "a/Same.class",
                "b/c/Same.class",
                "a/Other.class",
                "a/Other$In.class",
                "b/Some$In.class",
                "a/package-info.class",
                "b/package-info.class")) {
            Files.createDirectories(classes.resolve(file).getParent());
            Files.createFile(classes.resolve(file));
        }

        assertThat(ClassNames.duplicatesBelow(classes)).hasSize(1).containsEntry("Same", List.of("a.Same", "b.c.Same"));
    }
}
