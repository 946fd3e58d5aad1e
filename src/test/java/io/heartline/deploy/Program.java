package io.heartline.deploy;

import io.heartline.cli.Ended;
import io.heartline.cli.HeartlineCommand;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the program says of settings. */
final class Program {
    /** Said on purpose, so that a node is never started. */
    private static final String FAULT = "--backups=7";

    private Program() {}

    /** The names of the variables that a node reads, and the one that its JVM does. */
    static Set<String> variables() {
        Set<String> names = new TreeSet<>(Set.of("JDK_JAVA_OPTIONS"));
        CommandLine serve =
                new CommandLine(new HeartlineCommand()).getSubcommands().get("serve");
        for (OptionSpec option : serve.getCommandSpec().options()) {
            String name = option.longestName().replaceFirst("^-+", "");
            names.add("HEARTLINE_" + name.replace('-', '_').toUpperCase(Locale.ROOT));
        }
        return names;
    }

    /** What a node would say of these before it ends, a line each; nothing where it would start. */
    static List<String> faultsOf(Map<String, String> environment) {
        List<String> lines =
                Ended.run(environment, "serve", FAULT).err().lines().toList();
        if (lines.stream().noneMatch(line -> line.startsWith("heartline: backups:"))) {
            throw new AssertionError("the fault that was made on purpose was not found: " + lines);
        }
        return lines.stream()
                .filter(line -> line.startsWith("heartline: ") && !line.startsWith("heartline: backups:"))
                .toList();
    }
}
