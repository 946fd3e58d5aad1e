package io.heartline.store.codec;

import static io.heartline.store.Commands.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Change;
import io.heartline.user.Device;
import io.heartline.user.Devices;
import io.heartline.user.LiveSession;
import io.heartline.user.NodeSet;
import io.heartline.user.UserState;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Entries and changes of a split. Version 1 kept in strings and in a fake device what is typed since version 2: its nodes
 * wrote the first file in an open split between node-1 with node-2 and node-3.
 */
class WrittenOnASplitTest {
    private static final Writer BOTH = new Writer("node-1", NodeSet.of(Set.of("node-2", "node-3")));
    private static final Writer WITHOUT_NODE_3 = new Writer("node-1", NodeSet.of(Set.of("node-2")));
    private static final Writer ALONE = new Writer("node-3", NodeSet.NONE);
    private static final List<WriteSource> SMALLER_SIDE = List.of(
            new WriteSource.EpochBegun("16", BOTH),
            BOTH,
            new WriteSource.SplitSide("node-3", NodeSet.of(Set.of("node-3"))),
            new WriteSource.EpochBegun("1dq", ALONE),
            ALONE);
    private static final LiveSession SESSION =
            new LiveSession("s-1", "node-3", 0, LiveSession.NO_ATTEMPT, NOW + 1, "websocket");
    private static final Device TABLET = new Device("tablet", 2, 0, 60_000, SESSION, NOW + 2, false);

    private final Properties old = Written.by("version-1-split");

    WrittenOnASplitTest() throws IOException {}

    @Test
    void theFactsOfVersion1AreReadAsTheyWereMeant() throws IOException {
        UserState smaller = state("smaller-side");
        assertThat(smaller.vector()).isEqualTo(once(SMALLER_SIDE.stream()));
        assertThat(smaller.devices()).isEqualTo(new Devices(List.of(TABLET), NOW + 300_002));

        Change.Parts pushed = (Change.Parts) change("parts-apart");
        assertThat(pushed.devices()).isNull();
        assertThat(pushed.vector()).isEqualTo(smaller.vector());
        Change.Parts over = (Change.Parts) change("parts-over");
        assertThat(over.devices()).isEqualTo(new Devices(List.of(TABLET)));
        assertThat(over.vector()).isNull();

        UserState merged = state("merged");
        Stream<WriteSource> since = Stream.of(WITHOUT_NODE_3, new WriteSource.Merged(merged.epoch()));
        assertThat(merged.vector()).isEqualTo(once(Stream.concat(SMALLER_SIDE.stream(), since)));
        assertThat(merged.devices().unseenUntil()).isZero();
    }

    @Test
    void nodesOfVersion1GetTheFactsInTheirOwnForm() throws IOException {
        for (String name : List.of("parts-apart", "parts-over")) {
            assertThat(Written.hex(change(name), CodecProperties.change(1))).isEqualTo(old.getProperty(name));
        }
        assertThat(Written.hex(state("merged"), CodecProperties.state(1))).isEqualTo(old.getProperty("merged"));
        // The fake device comes after the others now, as it did if no device was added later.
        String fake = "013f0000e0a7120082a9ed8daa33";
        String smaller = Written.hex(state("smaller-side"), CodecProperties.state(1));
        assertThat(smaller).contains(fake).hasSameSizeAs(old.getProperty("smaller-side"));
    }

    @Test
    void version2IsStillWhatIsWritten() throws IOException {
        TreeMap<String, String> now = new TreeMap<>();
        for (String name : old.stringPropertyNames()) {
            now.put(
                    name,
                    name.contains("-apart") || name.contains("-over")
                            ? Written.hex(change(name), CodecProperties.change(2))
                            : Written.hex(state(name), CodecProperties.state(2)));
        }

        Written.assertIs(now, "version-2-split");
    }

    private UserState state(String name) throws IOException {
        return CodecProperties.read(Written.bytes(old, name), StateCodec::read);
    }

    private Change change(String name) throws IOException {
        return CodecProperties.read(Written.bytes(old, name), ChangeCodec::read);
    }

    private static VersionVector once(Stream<WriteSource> sources) {
        return new VersionVector(
                sources.map(source -> new WriteCounter(source, 1)).toList());
    }
}
