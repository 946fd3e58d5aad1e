package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class HintCodecProperties {
    private static final GatewayId SENDER = new GatewayId("4f9c-node", 3);

    @Property
    void whatWasWrittenIsRead(@ForAll("hints") List<Hint> hints, @ForAll @IntRange(min = 1) int number) {
        Buffer batch = batch(hints, number);

        assertThat(HintCodec.header(batch)).isEqualTo(new HintCodec.Header(SENDER, number, hints.size()));
        assertThat(read(batch)).isEqualTo(hints);
    }

    @Property
    void aBatchThatBreaksOffIsMalformedAfterAllHintsBeforeThat(@ForAll("hints") List<Hint> hints, @ForAll int where) {
        Buffer batch = batch(hints, 1);
        Buffer part = batch.slice(0, Math.floorMod(where, batch.length()));
        List<Hint> read = new ArrayList<>();

        assertThat(failure(part, read)).isInstanceOf(MalformedBatch.class);
        assertThat(read).isEqualTo(hints.subList(0, read.size()));
    }

    @Property
    void bytesThatAreNoBatchAreNothingButMalformed(@ForAll byte[] bytes) {
        Throwable failure = failure(Buffer.buffer(bytes), new ArrayList<>());

        assertThat(failure).isInstanceOf(MalformedBatch.class);
    }

    @Property(tries = 5_000)
    void aDamagedBatchIsNothingButMalformed(
            @ForAll("hints") List<Hint> hints, @ForAll int where, @ForAll byte instead) {
        Buffer batch = batch(hints, 1);
        batch.setByte(Math.floorMod(where, batch.length()), instead);

        Throwable failure = failure(batch, new ArrayList<>());

        if (failure != null) {
            assertThat(failure).isInstanceOf(MalformedBatch.class);
        }
    }

    private static Throwable failure(Buffer batch, List<Hint> read) {
        try {
            HintCodec.hints(batch, read::add);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    static Buffer batch(List<Hint> hints, long number) {
        HintBatch batch = new HintBatch(SENDER, 64);
        hints.forEach(batch::add);
        return batch.sealed(number);
    }

    static List<Hint> read(Buffer batch) {
        List<Hint> read = new ArrayList<>();
        HintCodec.hints(batch, read::add);
        return read;
    }

    /** Hints, some of which say the same thing to several sessions in a row. */
    @Provide
    Arbitrary<List<Hint>> hints() {
        return runs().list()
                .ofMaxSize(8)
                .map(runs -> runs.stream().flatMap(List::stream).toList());
    }

    private Arbitrary<List<Hint>> runs() {
        Arbitrary<String> user =
                Arbitraries.strings().withChars("aé漢 \"").ofMinLength(1).ofMaxLength(80);
        Arbitrary<String> name =
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(40);
        Arbitrary<Buffer> frame =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(bytes -> Buffer.buffer(bytes));
        Arbitrary<Encoded> encoded =
                Combinators.combine(Arbitraries.longs(), frame).as(Encoded::new);
        Arbitrary<Position> position = Combinators.combine(
                        name, Arbitraries.longs().between(0, 1L << 53))
                .as(Position::new);
        Arbitrary<List<String>> sessions = name.list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(
                Combinators.combine(user, sessions, position, encoded.injectNull(0.3))
                        .as((u, ids, p, e) -> each(ids, id -> new Hint.Message(u, id, p, e))),
                Combinators.combine(user, sessions, frame)
                        .as((u, ids, f) -> each(ids, id -> new Hint.Transient(u, id, f))),
                Combinators.combine(user, name, Arbitraries.of(Eviction.Cause.class))
                        .as((u, id, cause) -> List.<Hint>of(new Hint.Evict(u, id, cause))),
                Combinators.combine(user, name).as((u, id) -> List.<Hint>of(new Hint.Settled(u, id))));
    }

    private static List<Hint> each(List<String> sessions, Function<String, Hint> hint) {
        Stream<Hint> hints = sessions.stream().map(hint);
        return hints.toList();
    }
}
