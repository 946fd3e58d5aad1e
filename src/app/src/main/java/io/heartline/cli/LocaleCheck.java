package io.heartline.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds arguments and variables that the locale could not carry. In the locale {@code C}, the JVM replaces each byte beyond
 * ASCII by a question mark: a push would be stored for another user.
 *
 * @param locale the character set of the locale, in which the JVM has read the arguments
 * @param written the arguments as bytes, as the system gave them to the process; null if it does not tell
 */
record LocaleCheck(Charset locale, @Nullable List<byte[]> written) {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final String REPLACED = "\uFFFD";

    /** The check of the arguments of this process. */
    static LocaleCheck ofThisProcess(String... args) {
        return new LocaleCheck(localeCharset(), lastOf(args.length));
    }

    private static Charset localeCharset() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.US_ASCII;
        }
    }

    private static @Nullable List<byte[]> lastOf(int count) {
        try {
            List<byte[]> all = split(Files.readAllBytes(COMMAND_LINE));
            return all.size() < count ? null : all.subList(all.size() - count, all.size());
        } catch (IOException e) {
            return null; // not on this system
        }
    }

    /** The arguments in a command line in which a zero byte ends each. */
    static List<byte[]> split(byte[] commandLine) {
        List<byte[]> all = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                all.add(Arrays.copyOfRange(commandLine, begin, i));
                begin = i + 1;
            }
        }
        return all;
    }

    /** A fault for each argument, and each variable {@code HEARTLINE_…}, that is not what was written. */
    List<String> faults(Map<String, String> environment, String... args) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (isLost(i, args[i])) {
                faults.add("argument " + (i + 1) + ": " + remedy());
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("HEARTLINE_") && value.contains(REPLACED) && !isUnicode()) {
                faults.add(name + ": " + remedy());
            }
        });
        return faults;
    }

    private boolean isLost(int index, String arg) {
        if (written == null) {
            return arg.contains(REPLACED) && !isUnicode();
        }
        byte[] bytes = written.get(index);
        boolean beyondAscii = false;
        for (byte each : bytes) {
            beyondAscii |= each < 0;
        }
        return beyondAscii && !Arrays.equals(bytes, arg.getBytes(locale));
    }

    private boolean isUnicode() {
        return locale.equals(StandardCharsets.UTF_8);
    }

    private String remedy() {
        return "has letters that the locale (" + locale
                + ") can't carry: set LC_ALL=C.UTF-8, or another locale with UTF-8";
    }
}
