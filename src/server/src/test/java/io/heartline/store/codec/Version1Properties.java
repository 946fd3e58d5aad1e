package io.heartline.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Names of version 1 and the sources of writes that they stand for. */
class Version1Properties {

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.MIXIN)
    void everySourceIsReadFromItsName(@ForAll("sources") WriteSource source) {
        assertThat(Version1.sourceOf(Version1.nameOf(source))).isEqualTo(source);
        Writer writer = source.writer();
        if (writer != null) {
            assertThat(Version1.writerOf(Version1.nameOf(writer))).isEqualTo(writer);
        }
    }

    @Property(tries = 2_000)
    void everyNameIsWrittenAsItWasRead(@ForAll @From("names") String name) {
        assertThat(Version1.nameOf(Version1.sourceOf(name))).isEqualTo(name);
    }

    /** Arbitrary names, also ones that no version writes. An unknown name is passed on unchanged. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars('@', '/', '|', 'a', 'z', 'A', '0', '7', '-', '+', 'm')
                .ofMaxLength(10);
    }

    @Provide
    Arbitrary<WriteSource> sources() {
        return Anything.source();
    }

    /** Compares the names with those that nodes of version 1 made. */
    @Example
    void theNamesAreThoseOfVersion1() {
        List<String> names =
                List.of("k3x9q2m1ab/0", "k3x9q2m1ab/1wq9xd", "1z@k3x9q2m1ab/1wq9xd", "2b@merge", "k3x9q2m1ab|zik0zj");
        assertThat(names.stream().map(Version1::sourceOf).map(source -> source.getClass()
                        .getSimpleName()))
                .containsExactly("Writer", "Writer", "EpochBegun", "Merged", "SplitSide");
        assertThat(names.stream().map(Version1::sourceOf).map(Version1::nameOf)).isEqualTo(names);
    }
}
