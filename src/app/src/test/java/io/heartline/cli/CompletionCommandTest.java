package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class CompletionCommandTest {
    @Test
    void theScriptKnowsAllCommandsAndTheirOptions() {
        Ended ended = Ended.run(Map.of(), "completion");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("complete -F _complete_heartline", "serve demo push health key token bench completion")
                .contains("--cluster-port", "--wait-millis");
    }

    @Test
    void bashCompletesWithIt(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: there is no bash");
        Path script = folder.resolve("completion");
        Files.writeString(script, Ended.run(Map.of(), "completion").out());
        String typed = "source " + script + "; COMP_WORDS=(heartline pu); COMP_CWORD=1; COMP_LINE='heartline pu';"
                + " _complete_heartline heartline pu heartline; echo \"${COMPREPLY[@]}\"";

        Process bash = new ProcessBuilder("/bin/bash", "-c", typed)
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor()).as(printed).isZero();
        assertThat(printed.strip()).endsWith("push");
    }
}
