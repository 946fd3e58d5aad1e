package io.heartline.session.transport;

/** The fault of a request that can't be carried out, as a sentence for its sender. Has no stack trace: strangers cause it. */
public final class MalformedRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedRequest(String fault) {
        super(fault, null, false, false);
    }
}
