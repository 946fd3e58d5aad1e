package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import io.heartline.store.memory.CopyRefused;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.Logger;
import picocli.CommandLine;

/** The log of a node, in a context of its own with the {@code logback.xml} of the program. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LogOptionsTest {
    /** The lines that are printed when a node with these options logs. */
    private static List<String> logged(Consumer<Logger> logs, String... options) throws JoranException {
        LogOptions log = new LogOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(log)).parseArgs(options);
        assertThat(log.faults()).isEmpty();
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(LogOptionsTest.class.getResource("/logback.xml"));
            log.apply(context);
            logs.accept(context.getLogger("io.heartline.node.HeartlineNode"));
        } finally {
            context.stop();
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLineHasDateTimeZoneAndLevel() throws Exception {
        assertThat(logged(log -> log.info("Node {} serves", "n1")))
                .singleElement()
                .asString()
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) INFO +\\S+ +Node n1 serves");
    }

    @Test
    void aRefusedCopyIsLeftToTheLineOfTheNodeItself() throws Exception {
        assertThat(logged(log -> {
                    Logger hazelcast = ((ch.qos.logback.classic.Logger) log)
                            .getLoggerContext()
                            .getLogger("com.hazelcast.internal.partition.operation.MigrationOperation");
                    hazelcast.warn("Error while executing beforeMigration()", new CopyRefused());
                    hazelcast.error("Error while executing replication operations", new CopyRefused());
                    hazelcast.error("Error while executing replication operations", new IllegalStateException("other"));
                }))
                .filteredOn(line -> line.contains("Error while executing"))
                .singleElement()
                .asString()
                .contains("ERROR");
    }

    @Test
    void theLevelDecidesWhatIsLogged() throws Exception {
        Consumer<Logger> all = log -> {
            log.warn("a warning");
            log.info("an information");
            log.debug("a detail");
        };

        assertThat(logged(all)).hasSize(2);
        assertThat(logged(all, "--log-level=warn")).hasSize(1);
        assertThat(logged(all, "--log-level=DEBUG")).hasSize(3);
    }

    @Test
    void asJsonEachLineIsAnObject() throws Exception {
        List<String> lines = logged(
                log -> {
                    log.info("Node {} serves \"zoë\"", "n1");
                    log.error("It failed", new IllegalStateException("two\nlines"));
                },
                "--log-format=json");

        assertThat(lines).hasSize(2);
        JsonObject first = new JsonObject(lines.get(0));
        assertThat(first.getString("formattedMessage")).isEqualTo("Node n1 serves \"zoë\"");
        assertThat(first.getString("level")).isEqualTo("INFO");
        assertThat(first.getString("loggerName")).isEqualTo("io.heartline.node.HeartlineNode");
        assertThat(first.getLong("timestamp")).isPositive();
        JsonObject failure = new JsonObject(lines.get(1)).getJsonObject("throwable");
        assertThat(failure.getString("className")).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.getString("message")).isEqualTo("two\nlines");
    }

    @Test
    void anUnknownLevelOrFormatIsAFaultThatNamesTheOption() {
        Ended ended = Ended.run(Map.of("HEARTLINE_LOG_LEVEL", "loud"), "serve", "--log-format=xml");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("log-level: must be one of error, warn, info, debug, trace, not 'loud'")
                .contains("log-format: must be text or json, not 'xml'");
    }

    @Test
    void theHelpOfServeExplainsThem() {
        assertThat(Ended.run(Map.of(), "serve", "--help").out()).contains("--log-level", "--log-format");
    }
}
