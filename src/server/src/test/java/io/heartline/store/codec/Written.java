package io.heartline.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/** The kept files of values that a version of the stored format wrote, in hexadecimal. */
final class Written {
    private Written() {}

    static Properties by(String version) throws IOException {
        Properties written = new Properties();
        try (InputStream file = Written.class.getResourceAsStream("/store/written-by-" + version + ".properties")) {
            written.load(file);
        }
        return written;
    }

    static byte[] bytes(Properties written, String name) {
        return HexFormat.of().parseHex(written.getProperty(name));
    }

    static <T> String hex(T value, FieldWriter.Part<T> part) throws IOException {
        return HexFormat.of().formatHex(CodecProperties.bytes(value, part));
    }

    static void assertIs(Map<String, String> now, String version) throws IOException {
        StringBuilder lines = new StringBuilder();
        now.forEach((name, hex) -> lines.append(name).append('=').append(hex).append('\n'));
        assertThat(now).as("a file of it would read:%n%s", lines).isEqualTo(by(version));
    }
}
