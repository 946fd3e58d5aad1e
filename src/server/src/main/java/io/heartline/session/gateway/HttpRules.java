package io.heartline.session.gateway;

/**
 * The rules for all HTTP requests of a gateway.
 *
 * @param maxHeaderBytes the most bytes of the headers of a request; the request line may have half of it
 * @param hosts the hosts for which the gateway answers
 */
public record HttpRules(int maxHeaderBytes, HostRule hosts) {
    /** The default of {@code maxHeaderBytes}. */
    public static final int MAX_HEADER_BYTES = 32_768;

    /** The most bytes of a request line. */
    int maxLineBytes() {
        return maxHeaderBytes / 2;
    }
}
