package io.heartline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options for the log of a node. {@code logback.xml} has the defaults; other values are applied over it. */
final class LogOptions {
    private static final String DEFAULT_LEVEL = "info";
    private static final String DEFAULT_FORMAT = "text";
    private static final String JSON = "json";
    private static final List<String> LEVELS = List.of("error", "warn", DEFAULT_LEVEL, "debug", "trace");
    private static final List<String> FORMATS = List.of(DEFAULT_FORMAT, JSON);

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = DEFAULT_LEVEL,
            description = "how much Heartline logs: error, warn, info, debug or trace; from debug on, lines about a"
                    + " session name its user and device (default: ${DEFAULT-VALUE})")
    String level = DEFAULT_LEVEL;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = DEFAULT_FORMAT,
            description = "text, or one JSON object a line (default: ${DEFAULT-VALUE})")
    String format = DEFAULT_FORMAT;

    List<String> faults() {
        Faults faults = new Faults();
        if (!LEVELS.contains(level())) {
            faults.add("log-level: must be one of " + String.join(", ", LEVELS) + ", not '" + level + "'");
        }
        if (!FORMATS.contains(format())) {
            faults.add("log-format: must be text or json, not '" + format + "'");
        }
        return faults.all();
    }

    /** Applies the options to the log of this process. */
    void apply(LoggerContext context) {
        if (!level().equals(DEFAULT_LEVEL)) {
            context.getLogger("io.heartline").setLevel(Level.toLevel(level()));
        }
        if (format().equals(JSON)) {
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            root.addAppender(jsonAppender(context));
        }
    }

    private static ConsoleAppender<ILoggingEvent> jsonAppender(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false); // the pattern without its values
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private String level() {
        return level.toLowerCase(Locale.ROOT);
    }

    private String format() {
        return format.toLowerCase(Locale.ROOT);
    }
}
