package io.heartline.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.heartline.testsupport.QuickJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LocaleCheckTest {
    private static final byte[] ZOE = "zoë漢".getBytes(UTF_8);

    @Test
    void whatTheLocaleCarriedIsAsItWasWritten() {
        LocaleCheck ascii = new LocaleCheck(US_ASCII, List.of("push".getBytes(UTF_8), "who?".getBytes(UTF_8)));
        LocaleCheck latin = new LocaleCheck(ISO_8859_1, List.of("zoë".getBytes(ISO_8859_1)));
        LocaleCheck utf8 = new LocaleCheck(UTF_8, List.of(ZOE));

        assertThat(ascii.faults(Map.of(), "push", "who?")).isEmpty();
        assertThat(latin.faults(Map.of(), "zoë")).isEmpty();
        assertThat(utf8.faults(Map.of("HEARTLINE_X", "\uFFFD"), "zoë漢")).isEmpty();
    }

    @Test
    void whatItReplacedIsNamed() {
        LocaleCheck ascii = new LocaleCheck(US_ASCII, List.of("push".getBytes(UTF_8), ZOE));

        assertThat(ascii.faults(Map.of(), "push", "zo?????"))
                .singleElement()
                .asString()
                .startsWith("argument 2: ")
                .contains("LC_ALL=C.UTF-8");
        assertThat(ascii.faults(Map.of("HEARTLINE_JWT_SECRET", "s\uFFFD", "OTHER", "\uFFFD"), "push", "zo\uFFFD"))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("HEARTLINE_JWT_SECRET: "));
    }

    @Test
    void ifTheSystemDoesNotTellWhatWasWrittenReplacedLettersShowIt() {
        assertThat(new LocaleCheck(US_ASCII, null).faults(Map.of(), "zo\uFFFD")).hasSize(1);
        assertThat(new LocaleCheck(US_ASCII, null).faults(Map.of(), "zo?")).isEmpty();
    }

    @Test
    void aCommandLineIsSplitAtItsZeros() {
        assertThat(LocaleCheck.split("java\0push\0\0x\0".getBytes(UTF_8)))
                .extracting(bytes -> new String(bytes, UTF_8))
                .containsExactly("java", "push", "", "x");
    }

    @Test
    void inTheLocaleCThePushIsRefusedAndOutputIsUtf8() throws IOException, InterruptedException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            exchange.sendResponseHeaders(202, ZOE.length);
            exchange.getResponseBody().write(ZOE);
            exchange.close();
        });
        node.start();
        try {
            String url = "http://127.0.0.1:" + node.getAddress().getPort();

            assertThat(inLocaleC("push alice 1 --url=" + url)).isEqualTo("zoë漢 0");
            assertThat(inLocaleC("push \"$(printf 'zo\\303\\253')\" 1 --url=" + url))
                    .contains("argument 2: ")
                    .endsWith(" 2");
        } finally {
            node.stop(0);
        }
    }

    /** The output of a command in a process of its own, and its exit code. */
    private static String inLocaleC(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-c", "exec \"$JAVA\" -XX:TieredStopAtLevel=1 -cp \"$CP\" io.heartline.Main " + command)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HEARTLINE_"));
        builder.environment()
                .putAll(Map.of("LC_ALL", "C", "JAVA", QuickJvm.java(), "CP", System.getProperty("java.class.path")));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output.strip() + " " + process.exitValue();
    }
}
