package io.heartline.torture.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The command line: finds the command, reads its options, and reports all errors in them at once. */
@Command(
        name = "java -jar torture.jar",
        description = "Breaks clusters of Heartline under load, and checks afterwards that nothing was lost.",
        mixinStandardHelpOptions = true,
        versionProvider = TortureProgram.Version.class,
        subcommands = {TortureCommand.class, StormCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Both commands start their own nodes on this machine, from heartline.jar in",
            "the folder of torture.jar. The option --jar FILE names another one.",
            "",
            "Examples:",
            "  java -jar torture.jar torture --minutes 10",
            "  java -jar torture.jar storm node-dies --clients 3000"
        })
public final class TortureProgram {
    /** The exit code of a run without findings. */
    static final int DONE = 0;
    /** The exit code of a run that found something, or could not be carried out. */
    static final int FAILED = 1;
    /** The exit code if an option is wrong. */
    static final int USAGE_ERROR = CommandLine.ExitCode.USAGE;

    /**
     * Runs one command to its end.
     *
     * @return the exit code of the process
     */
    public static int run(String... args) {
        CommandLine commandLine = new CommandLine(new TortureProgram());
        PrintWriter err = commandLine.getErr();
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(sub -> sub.getCommandSpec()
                .parser()
                .collectErrors(true));
        commandLine.setExecutionStrategy(parsed -> execute(parsed, err));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            err.println("torture: " + (failure.getMessage() != null ? failure.getMessage() : failure.toString()));
            err.flush();
            return FAILED;
        });
        return commandLine.execute(args);
    }

    private static int execute(ParseResult parsed, PrintWriter err) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        List<String> errors = new ArrayList<>();
        parsed.errors().forEach(error -> errors.add(error.getMessage()));
        if (parsed.hasSubcommand()) {
            ParseResult sub = parsed.subcommand();
            sub.errors().forEach(error -> errors.add(error.getMessage()));
            if (sub.errors().isEmpty() && sub.commandSpec().userObject() instanceof Checked command) {
                errors.addAll(command.errors());
            }
        } else if (errors.isEmpty()) {
            parsed.commandSpec().commandLine().usage(err);
            return USAGE_ERROR;
        }
        if (errors.isEmpty()) {
            return new CommandLine.RunLast().execute(parsed);
        }
        errors.stream().distinct().forEach(error -> err.println("torture: " + error));
        err.println("Try '--help', or 'COMMAND --help'.");
        err.flush();
        return USAGE_ERROR;
    }

    /** Prints the version that the manifest of the jar names. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TortureProgram.class.getPackage().getImplementationVersion();
            return new String[] {"torture " + (version != null ? version : "development")};
        }
    }

    /** A command that checks its options beyond their types. */
    interface Checked {
        /** All errors, one sentence each that begins with the option; empty if there is none. */
        List<String> errors();
    }
}
