package io.heartline.torture.field;

import java.util.List;

/** The cluster did not become what it ought to be in time. The message has what each node said. */
public final class NotWhole extends Exception {
    private static final long serialVersionUID = 1L;

    public NotWhole(String what, List<String> said) {
        super(what + "\n  " + String.join("\n  ", said));
    }
}
