package io.heartline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/** Reads the YAML files that options name, blocking; errors name the option and the file. */
final class YamlFile {
    private YamlFile() {}

    /** The mapping in a file, empty if the file is empty; throws {@link IllegalArgumentException} if it can't be read. */
    static Map<?, ?> read(String option, Path file) {
        return read(option, file, LoadSettings.builder());
    }

    /** The same with all scalars as they are written: {@code 5.10} is no number that could be written as {@code 5.1}. */
    static Map<?, ?> texts(String option, Path file) {
        return read(option, file, LoadSettings.builder().setSchema(new Texts()));
    }

    private static Map<?, ?> read(String option, Path file, LoadSettingsBuilder settings) {
        try {
            Object yaml = new Load(settings.setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file, StandardCharsets.UTF_8));
            if (yaml == null || "".equals(yaml)) {
                return Map.of();
            }
            if (!(yaml instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(option + ": " + file + " must be a YAML mapping of names to values");
            }
            return map;
        } catch (IOException e) {
            throw new IllegalArgumentException(option + ": can't read " + file + ": " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            String where =
                    String.join(" ", String.valueOf(e.getMessage()).lines().toList());
            throw new IllegalArgumentException(option + ": " + file + " is not YAML: " + where, e);
        }
    }

    /** All scalars are text, also empty ones. */
    private static final class Texts implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (scalar, plain) -> Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
