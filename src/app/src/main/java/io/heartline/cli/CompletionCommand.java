package io.heartline.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script with which a shell completes the commands and options of this program. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {
            "",
            "Example:  alias heartline='java -jar /opt/heartline.jar'",
            "          source <(heartline completion)    here, or in ~/.bashrc or ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(AutoComplete.bash("heartline", HeartlineCommand.allCommands()));
        return HeartlineCommand.DONE;
    }
}
