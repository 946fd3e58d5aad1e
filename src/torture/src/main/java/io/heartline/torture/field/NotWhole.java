package io.heartline.torture.field;

import java.util.List;

/** The cluster did not become whole and safe in time. The message contains the answers of the nodes. */
public final class NotWhole extends Exception {
    private static final long serialVersionUID = 1L;

    public NotWhole(String what, List<String> said) {
        super(what + "\n  " + String.join("\n  ", said));
    }
}
