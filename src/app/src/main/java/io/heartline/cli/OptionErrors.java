package io.heartline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            faults.add(error.get().getMessage());
            error = firstError(parser.apply(settings));
        }
        return this;
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
