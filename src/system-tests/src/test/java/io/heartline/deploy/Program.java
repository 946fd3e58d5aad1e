package io.heartline.deploy;

import io.heartline.testsupport.QuickJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Runs the program as a process to read its settings and their faults. */
final class Program {
    /** A deliberate fault, so that no node is started. */
    private static final String FAULT = "--backups=7";

    private static final Pattern OPTION = Pattern.compile("^\\s+(?:-\\w, )?--([a-z][a-z-]*)", Pattern.MULTILINE);

    private Program() {}

    /** The names of the variables that a node reads, and the one that its JVM does. */
    static Set<String> variables() {
        Set<String> names = new TreeSet<>(Set.of("JDK_JAVA_OPTIONS"));
        OPTION.matcher(run(Map.of(), "serve", "--help"))
                .results()
                .map(option -> option.group(1))
                .forEach(name -> names.add("HEARTLINE_" + name.replace('-', '_').toUpperCase(Locale.ROOT)));
        return names;
    }

    /** Each fault that a node finds in these settings, a line each; empty if it would start. */
    static List<String> faultsOf(Map<String, String> environment) {
        List<String> lines = run(environment, "serve", FAULT).lines().toList();
        if (lines.stream().noneMatch(line -> line.startsWith("heartline: backups:"))) {
            throw new AssertionError("the fault that was made on purpose was not found: " + lines);
        }
        return lines.stream()
                .filter(line -> line.startsWith("heartline: ") && !line.startsWith("heartline: backups:"))
                .toList();
    }

    private static String run(Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>(List.of(QuickJvm.java()));
        command.addAll(QuickJvm.options());
        command.addAll(List.of("-jar", QuickJvm.jar().toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HEARTLINE_"));
        environment.forEach((name, value) -> {
            if (name.startsWith("HEARTLINE_")) {
                builder.environment().put(name, value);
            }
        });
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
