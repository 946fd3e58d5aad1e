package io.heartline.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line: finds the command, reads its settings, and reports all faults in them at once. */
@Command(
        name = "heartline",
        description =
                "A clustered push server: what was accepted for a user arrives, whichever node holds the connection.",
        mixinStandardHelpOptions = true,
        versionProvider = HeartlineCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Every option can also be given as an environment variable (--cluster-port",
            "is HEARTLINE_CLUSTER_PORT) or in a YAML file (--config FILE); the option",
            "wins over the variable, the variable over the file.",
            "",
            "First steps:  heartline demo     then, in another terminal:",
            "              heartline push alice '{\"hello\":\"world\"}'"
        })
public final class HeartlineCommand {
    /** The command succeeded. */
    static final int DONE = 0;
    /** The command failed. */
    static final int FAILED = 1;
    /** The command line or the settings are invalid. */
    static final int MISUSED = CommandLine.ExitCode.USAGE;
    /** The message is stored, and no device has acknowledged it in the time for which the command was to wait. */
    static final int NOT_ACKNOWLEDGED = 3;

    /** All commands, in the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            DemoCommand.class,
            PushCommand.class,
            HealthCommand.class,
            KeyCommand.class,
            TokenCommand.class,
            BenchCommand.class,
            CompletionCommand.class);

    /** Runs one command as this process, with its environment and its output; returns the exit code. */
    public static int runAsProcess(String... args) {
        Console.useUtf8();
        List<String> faults = LocaleCheck.ofThisProcess(args).faults(System.getenv(), args);
        return faults.isEmpty() ? run(System.getenv(), args) : report(Console.writer(System.err), faults);
    }

    /**
     * Runs one command to its end.
     *
     * @param environment the environment that contains the {@code HEARTLINE_…} variables
     * @return the exit code of the process
     */
    public static int run(Map<String, String> environment, String... args) {
        PrintWriter err = Console.writer(System.err);
        List<Class<?>> commands = commandsFor(args);
        OptionErrors checked;
        try {
            String[] given = OptionErrors.withoutEmptyValues(args);
            checked = new OptionErrors(Settings.read(environment, given), given)
                    .remove(settings -> commandLine(settings, commands));
        } catch (UsageException usage) {
            return report(err, usage.faults());
        }
        CommandLine commandLine = commandLine(checked.settings(), commands);
        commandLine.setExecutionStrategy(parsed -> execute(parsed, checked, err));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, err));
        return commandLine.execute(checked.args());
    }

    /**
     * The command that the arguments begin with, or all of them if they begin with none. A command's options are read from its
     * annotations, which takes most of the time of a short command.
     */
    private static List<Class<?>> commandsFor(String... args) {
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && args[0].equals(command.getAnnotation(Command.class).name()))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }

    /** The command line with all commands and without settings. */
    static CommandLine allCommands() {
        CommandLine commandLine = new CommandLine(new HeartlineCommand());
        COMMANDS.forEach(commandLine::addSubcommand);
        return commandLine;
    }

    private static CommandLine commandLine(Settings settings, List<Class<?>> commands) {
        CommandLine commandLine = new CommandLine(new HeartlineCommand());
        commands.forEach(commandLine::addSubcommand);
        commandLine.setOut(Console.writer(System.out)).setErr(Console.writer(System.err)); // those of subcommands too
        commandLine.setDefaultValueProvider(settings);
        commandLine.getSubcommands().values().forEach(sub -> sub.setDefaultValueProvider(settings));
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(sub -> sub.getCommandSpec()
                .parser()
                .collectErrors(true));
        return commandLine;
    }

    private static Set<String> allOptions() {
        CommandLine all = new CommandLine(new HeartlineCommand());
        COMMANDS.forEach(all::addSubcommand);
        return all.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
    }

    private static int execute(ParseResult parsed, OptionErrors checked, PrintWriter err) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        List<String> faults = new ArrayList<>(checked.faults());
        if (!parsed.hasSubcommand()) {
            parsed.errors().forEach(error -> faults.add(error.getMessage()));
            if (faults.isEmpty()) {
                parsed.commandSpec().commandLine().usage(err);
                return MISUSED;
            }
            return report(err, faults);
        }
        ParseResult sub = parsed.subcommand();
        parsed.errors().forEach(error -> faults.add(error.getMessage()));
        sub.errors().forEach(error -> faults.add(error.getMessage()));
        faults.addAll(checked.settings().unknownTo(sub.commandSpec()));
        faults.addAll(checked.settings().unknownVariables(sub.commandSpec(), HeartlineCommand::allOptions));
        if (sub.commandSpec().userObject() instanceof Checked command) {
            faults.addAll(command.faults());
        }
        return faults.isEmpty() ? new CommandLine.RunLast().execute(parsed) : report(err, faults);
    }

    private static int fail(Exception failure, PrintWriter err) {
        if (failure instanceof UsageException usage) {
            return report(err, usage.faults());
        }
        err.println("heartline: " + (failure.getMessage() != null ? failure.getMessage() : failure.toString()));
        err.flush();
        return FAILED;
    }

    private static int report(PrintWriter err, List<String> faults) {
        faults.stream().distinct().forEach(fault -> err.println("heartline: " + fault));
        err.println("Try 'heartline --help', or 'heartline COMMAND --help'.");
        err.flush();
        return MISUSED;
    }

    /** A command whose settings can have faults that their types do not exclude. */
    interface Checked {
        /** All faults, one sentence each, naming the option; empty if there are none. */
        List<String> faults();
    }

    /** Reads the version from the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"heartline " + io.heartline.node.Version.CURRENT};
        }
    }
}
