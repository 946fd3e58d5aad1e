package io.heartline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Removes the values that can't be read from the settings, and records them. Parsing ends at the first such value and leaves
 * all later options unset: only the first fault would be reported, or wrong faults of unset options.
 */
final class OptionErrors {
    private final List<String> faults = new ArrayList<>();
    private List<String> args;
    private Settings settings;

    OptionErrors(Settings settings, String... args) {
        this.settings = settings;
        this.args = List.of(args);
    }

    /** Removes one unreadable value after another until {@code parser} can read the rest. */
    OptionErrors remove(Function<Settings, CommandLine> parser) {
        Optional<ParameterException> error = firstError(parser.apply(settings));
        while (error.isPresent() && takesOut(error.get())) {
            faults.addAll(sentences(error.get()));
            error = firstError(parser.apply(settings));
        }
        return this;
    }

    /** The arguments without options whose value is empty, as {@code --join="$JOIN"} with an unset variable: not given. */
    static String[] withoutEmptyValues(String... args) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            boolean named = args[i].startsWith("--") && args[i].length() > 2;
            boolean empty = named && args[i].indexOf('=') == args[i].length() - 1;
            boolean followed = named && !args[i].contains("=") && i + 1 < args.length && args[i + 1].isEmpty();
            if (followed) {
                i++;
            } else if (!empty) {
                given.add(args[i]);
            }
        }
        return given.toArray(String[]::new);
    }

    /** The sentences of an error. For a word that does not exist, one that does is suggested. */
    private static List<String> sentences(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)) {
            return List.of(error.getMessage());
        }
        CommandLine command = unmatched.getCommandLine();
        String first = unmatched.getUnmatched().get(0);
        if (!command.getSubcommands().isEmpty() && !first.startsWith("-")) {
            Set<String> commands = command.getSubcommands().keySet();
            return List.of("'" + first + "' is no command" + Suggestion.ending(first, commands));
        }
        return unmatched.getUnmatched().stream()
                .map(word -> word.startsWith("-") ? unknownOption(word, command) : "Unmatched argument: '" + word + "'")
                .toList();
    }

    private static String unknownOption(String word, CommandLine command) {
        String name = word.replaceFirst("=.*", "");
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        return "Unknown option: '" + word + "'" + Suggestion.ending(name, options);
    }

    /** The values that can't be read, a sentence each. */
    List<String> faults() {
        return faults;
    }

    String[] args() {
        return args.toArray(String[]::new);
    }

    Settings settings() {
        return settings;
    }

    private Optional<ParameterException> firstError(CommandLine commandLine) {
        ParseResult parsed = commandLine.parseArgs(args());
        Stream<Exception> errors = parsed.hasSubcommand()
                ? Stream.concat(parsed.errors().stream(), parsed.subcommand().errors().stream())
                : parsed.errors().stream();
        return errors.filter(ParameterException.class::isInstance)
                .map(ParameterException.class::cast)
                .findFirst();
    }

    /** Removes the value that caused the error; false if nothing can be removed, for example for a missing value. */
    private boolean takesOut(ParameterException error) {
        List<String> before = args;
        Settings old = settings;
        if (error.getArgSpec() instanceof OptionSpec option) {
            args = without(option);
            settings = settings.without(option);
        } else if (error instanceof UnmatchedArgumentException unmatched) {
            args = args.stream()
                    .filter(arg -> !unmatched.getUnmatched().contains(arg))
                    .toList();
        }
        return !args.equals(before) || settings.differsFrom(old);
    }

    private List<String> without(OptionSpec option) {
        List<String> left = new ArrayList<>();
        boolean value = false;
        for (String arg : args) {
            boolean name = List.of(option.names()).contains(arg);
            boolean both = Stream.of(option.names()).anyMatch(each -> arg.startsWith(each + "="));
            if (!name && !both && !value) {
                left.add(arg);
            }
            value = name && option.arity().max() > 0;
        }
        return left;
    }
}
