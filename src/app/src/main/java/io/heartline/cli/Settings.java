package io.heartline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values of options that the command line does not give: from the environment variable {@code HEARTLINE_…}, then from the
 * YAML file, whose keys are the options' names without the dashes.
 */
final class Settings implements IDefaultValueProvider {
    private static final String CONFIG = "--config";

    private final Variables variables;
    private final Map<String, String> file;
    private final String fileName;

    private Settings(Variables variables, Map<String, String> file, String fileName) {
        this.variables = variables;
        this.file = file;
        this.fileName = fileName;
    }

    /** Reads the YAML file, if the arguments or the environment name one; throws {@link UsageException} if it can't be read. */
    static Settings read(Map<String, String> environment, String... args) {
        Variables variables = new Variables(environment);
        String name = fileNamed(variables, args);
        return new Settings(variables, name == null ? Map.of() : load(name), name == null ? "" : name);
    }

    private static @Nullable String fileNamed(Variables variables, String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(CONFIG + "=")) {
                return args[i].substring(CONFIG.length() + 1);
            }
            if (args[i].equals(CONFIG) && i + 1 < args.length) {
                return args[i + 1];
            }
        }
        return variables.get(CONFIG);
    }

    private static Map<String, String> load(String name) {
        Map<?, ?> map;
        try {
            map = YamlFile.texts("config", Path.of(name));
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of(String.valueOf(e.getMessage())));
        }
        Map<String, String> values = new TreeMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), text(name, String.valueOf(key), value)));
        return values;
    }

    private static String text(String name, String key, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (!(value instanceof String text)) {
            throw new UsageException(
                    List.of(name + ": " + key + ": must be a text, a number, true or false, or a list"));
        }
        return text;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option)) {
            return null;
        }
        String set = variables.get(option.longestName());
        String value = set != null ? set : file.getOrDefault(key(option.longestName()), "");
        return value.isEmpty() ? null : value;
    }

    /** The same settings without a value for this option. */
    Settings without(OptionSpec option) {
        Map<String, String> lessFile = new TreeMap<>(file);
        lessFile.remove(key(option.longestName()));
        return new Settings(variables.without(option.longestName()), lessFile, fileName);
    }

    boolean differsFrom(Settings other) {
        return !variables.equals(other.variables) || !file.equals(other.file);
    }

    /** The keys of the file that the command has no option for; none if the command takes no file. */
    List<String> unknownTo(CommandSpec command) {
        List<String> faults = new ArrayList<>();
        if (command.findOption(CONFIG) == null) {
            return faults;
        }
        for (String key : file.keySet()) {
            if (command.findOption("--" + key) == null) {
                List<String> keys = command.options().stream()
                        .map(option -> key(option.longestName()))
                        .toList();
                faults.add(fileName + ": " + key + ": '" + command.name() + "' has no such option"
                        + Suggestion.ending(key, keys));
            }
        }
        return faults;
    }

    /**
     * The variables that no option of any command has; none if the command takes no file, such as one that only looks at a
     * node beside it.
     *
     * @param all the options of all commands; asked for only if there is a variable that this command does not have
     */
    List<String> unknownVariables(CommandSpec command, Supplier<? extends Collection<String>> all) {
        boolean known = command.findOption(CONFIG) == null
                || variables.areAllOf(
                        command.options().stream().map(OptionSpec::longestName).toList());
        return known ? List.of() : variables.faults(all.get());
    }

    private static String key(String option) {
        return option.replaceFirst("^-+", "");
    }
}
