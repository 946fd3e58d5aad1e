package io.heartline.session.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 9112 for the head of a request that Netty's decoder does not check. They leave no doubt about where a
 * request ends and for which host it is: a proxy in front of this node may read the same bytes in another way.
 */
final class RequestHead {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(:[0-9]{0,5})?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private RequestHead() {}

    /**
     * The fault of a head; null if it has none.
     *
     * @param lengths the number of its Content-Length lines, some of which the decoder may have joined
     * @param folded true if a line began with a blank, to continue the one before it (RFC 9112, section 5.2)
     */
    static @Nullable String fault(HttpRequest request, int lengths, boolean folded) {
        if (folded) {
            return "A header must be on one line.";
        }
        HttpHeaders headers = request.headers();
        String fault = fieldFault(headers);
        if (fault == null) {
            fault = hostFault(headers, request.protocolVersion());
        }
        return fault != null ? fault : framingFault(request, lengths);
    }

    private static @Nullable String fieldFault(HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = headers.iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            if (!isToken(line.getKey())) {
                return "The name of a header is malformed.";
            }
            if (!isText(line.getValue())) {
                return "The header " + line.getKey() + " has a control character.";
            }
        }
        return null;
    }

    private static @Nullable String hostFault(HttpHeaders headers, HttpVersion version) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty()) {
            return version.equals(HttpVersion.HTTP_1_1) ? "The header Host is missing." : null;
        }
        if (hosts.size() > 1) {
            return "The header Host is given twice.";
        }
        return HOST.matcher(hosts.get(0)).matches() ? null : "The header Host is malformed.";
    }

    private static @Nullable String framingFault(HttpRequest request, int lengths) {
        HttpHeaders headers = request.headers();
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return lengthFault(headers.getAll(HttpHeaderNames.CONTENT_LENGTH), lengths);
        }
        if (lengths > 0) {
            return "The headers Transfer-Encoding and Content-Length exclude each other.";
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return "The header Transfer-Encoding needs HTTP/1.1.";
        }
        boolean chunked = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
        return chunked ? null : "The header Transfer-Encoding must be chunked, and nothing else.";
    }

    private static @Nullable String lengthFault(List<String> values, int lengths) {
        if (lengths > 1) {
            return "The header Content-Length is given twice.";
        }
        return values.isEmpty() || LENGTH.matcher(values.get(0)).matches()
                ? null
                : "The header Content-Length must be one whole number.";
    }

    /** True for a token (RFC 9110, section 5.6.2). */
    static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return text.length() > 0;
    }

    /** True for a character of a token. */
    static boolean isToken(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letter || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static boolean isText(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
