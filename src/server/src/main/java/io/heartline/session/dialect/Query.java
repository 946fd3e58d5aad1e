package io.heartline.session.dialect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a request: named parameters ({@code user=alice}) and bare values ({@code 7&alice}). */
public final class Query {
    private record Parameter(String name, String value) {}

    private final List<Parameter> named = new ArrayList<>();
    private final List<String> bare = new ArrayList<>();

    /** @param raw the part behind the question mark, undecoded; null if there is none */
    public Query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String part : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                bare.add(part);
            } else {
                named.add(new Parameter(part.substring(0, equals), part.substring(equals + 1)));
            }
        }
    }

    /** The value of the only parameter of this name; null if there is none or more than one, or if it is malformed. */
    public @Nullable String named(String name) {
        List<Parameter> found = named.stream()
                .filter(parameter -> name.equals(Percent.decode(parameter.name(), true)))
                .toList();
        return found.size() == 1 ? Percent.decode(found.get(0).value(), true) : null;
    }

    /** The n-th value without a name, from 1; null if there is none or it is malformed. */
    public @Nullable String bare(int nth) {
        return nth > bare.size() ? null : Percent.decode(bare.get(nth - 1), true);
    }
}
