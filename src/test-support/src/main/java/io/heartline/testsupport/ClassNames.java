package io.heartline.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the names of the classes of a module, so that a simple name stands for one class. */
public final class ClassNames {
    private static final String SUFFIX = ".class";
    /** Classes that the compiler makes for packages and modules. */
    private static final List<String> DESCRIPTORS = List.of("package-info", "module-info");

    private ClassNames() {}

    /**
     * Simple names of top-level classes that occur in more than one package. Nested classes are ignored.
     *
     * @param classesFolder the folder of compiled classes, such as {@code target/classes} of a module
     * @return each such name with the full names of its classes
     * @throws IllegalArgumentException if the folder contains no class
     */
    public static SortedMap<String, List<String>> duplicatesBelow(Path classesFolder) throws IOException {
        SortedMap<String, List<String>> names = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classesFolder)) {
            names.putAll(files.map(file -> fullName(classesFolder, file))
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .collect(Collectors.groupingBy(ClassNames::simpleName)));
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no classes below " + classesFolder.toAbsolutePath());
        }
        names.values().removeIf(classes -> classes.size() == 1);
        return names;
    }

    /** The name of the top-level class in a file; empty if it contains none. */
    private static String fullName(Path folder, Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX) || name.contains("$")) {
            return "";
        }
        String path =
                folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        String full = path.substring(0, path.length() - SUFFIX.length());
        return DESCRIPTORS.contains(simpleName(full)) ? "" : full;
    }

    private static String simpleName(String fullName) {
        return fullName.substring(fullName.lastIndexOf('.') + 1);
    }
}
