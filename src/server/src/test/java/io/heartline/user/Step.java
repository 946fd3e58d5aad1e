package io.heartline.user;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** One random event of a user. The {@link Scene} decides which command it makes. */
record Step(Kind kind, int a, int b, int c) {
    enum Kind {
        WAIT,
        PUSH,
        CONNECT,
        PLAIN,
        ACK,
        PULL,
        DETACH,
        REPEAT,
        SWEEP,
        REMOVE_DEVICE,
        REMOVE_SESSION,
        CLEAR,
        READ
    }

    static Arbitrary<Step> any() {
        Arbitrary<Kind> kind = Arbitraries.frequency(
                Tuple.of(6, Kind.WAIT),
                Tuple.of(14, Kind.PUSH),
                Tuple.of(9, Kind.CONNECT),
                Tuple.of(4, Kind.PLAIN),
                Tuple.of(10, Kind.ACK),
                Tuple.of(2, Kind.PULL),
                Tuple.of(5, Kind.DETACH),
                Tuple.of(3, Kind.REPEAT),
                Tuple.of(3, Kind.SWEEP),
                Tuple.of(1, Kind.REMOVE_DEVICE),
                Tuple.of(1, Kind.REMOVE_SESSION),
                Tuple.of(1, Kind.CLEAR),
                Tuple.of(1, Kind.READ));
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 23);
        return Combinators.combine(kind, number, number, number).as(Step::new);
    }

    static Arbitrary<List<Step>> some(int atMost) {
        return any().list().ofMaxSize(atMost);
    }
}
