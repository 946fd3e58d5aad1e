package io.heartline.api;

import io.heartline.protocol.Names;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the names in a path: an encoded slash is part of a name, a plus is a plus, and bytes that are no UTF-8 are
 * refused.
 */
final class PathSegments {
    private PathSegments() {}

    /** The user in {@code /v1/users/{user}…}. */
    static String user(RoutingContext context) {
        String user = decoded(context, 3, "user");
        if (!Names.isUser(user)) {
            throw fault("user", Names.USER_RULE);
        }
        return user;
    }

    /** The last name of the path: {@code /v1/users/{user}/devices/{device}}. */
    static String last(RoutingContext context, String name) {
        return decoded(context, 5, name);
    }

    /**
     * Refuses a path with a segment {@code .} or {@code ..}, encoded or not. The router removes such segments (RFC
     * 3986), so that such a name would select another path.
     */
    static void refuseDots(RoutingContext context) {
        for (String segment : context.request().path().split("/", -1)) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                throw Problem.of(ErrorCode.BAD_REQUEST, "The path is malformed: no name in it may be . or ..")
                        .exception();
            }
        }
    }

    private static String decoded(RoutingContext context, int index, String name) {
        String segment = context.normalizedPath().split("/", -1)[index];
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int at = 0; at < segment.length(); at++) {
            char c = segment.charAt(at);
            if (c == '%') {
                bytes.put((byte) hex(segment, at + 1, name));
                at += 2;
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                throw fault(name, "must be percent-encoded in the path");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw fault(name, "must be UTF-8 in the path");
        }
    }

    private static int hex(String segment, int at, String name) {
        if (at + 2 <= segment.length()) {
            int high = Character.digit(segment.charAt(at), 16);
            int low = Character.digit(segment.charAt(at + 1), 16);
            if (high >= 0 && low >= 0) {
                return high * 16 + low;
            }
        }
        throw fault(name, "must be percent-encoded in the path");
    }

    private static ProblemException fault(String name, String fault) {
        return Problem.inField(name, "The path is malformed: " + name + " " + fault + ".")
                .exception();
    }
}
