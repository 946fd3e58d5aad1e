package io.heartline.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the JavaScript client for pages without a build step: the modules of its package, and one minified bundle of them,
 * read once, when the class is loaded. {@code /heartline.js} exports {@code /heartline/index.js}.
 */
final class ScriptEndpoint {
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String FIRST = "index.js";
    private static final Pattern IMPORTED = Pattern.compile("from '\\./([a-z-]+\\.js)'");

    private static final Script ENTRY = Script.of("export * from './heartline/" + FIRST + "';\n");
    private static final Script BUNDLE = Script.of(read("heartline.min.js"));
    private static final Map<String, Script> MODULES = modules();

    private final ResponseWriter responses;

    ScriptEndpoint(ResponseWriter responses) {
        this.responses = responses;
    }

    /** A file and its entity tag. */
    private record Script(Buffer text, String tag) {
        static Script of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Script(Buffer.buffer(bytes), '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** {@code GET /heartline.js}. */
    void entry(RoutingContext context) {
        give(context.request(), ENTRY);
    }

    /** {@code GET /heartline.min.js}. */
    void bundle(RoutingContext context) {
        give(context.request(), BUNDLE);
    }

    /** {@code GET /heartline/{file}}. */
    void module(RoutingContext context) {
        give(context.request(), MODULES.get(context.pathParam("file")));
    }

    private void give(HttpServerRequest request, @Nullable Script script) {
        if (script == null) {
            throw Problem.of(ErrorCode.NOT_FOUND, "There is no such script.").exception();
        }
        // Cached, but revalidated each time: a page must not mix the modules of two versions.
        request.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, script.tag())
                // Any page may load the script; its origin and its token decide if it may connect.
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        boolean known = script.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH));
        responses.send(request, known ? 304 : 200, JAVASCRIPT, known ? Buffer.buffer() : script.text());
    }

    /** The first module and all that it imports. */
    private static Map<String, Script> modules() {
        Map<String, Script> modules = new TreeMap<>();
        Deque<String> wanted = new ArrayDeque<>();
        wanted.add(FIRST);
        while (!wanted.isEmpty()) {
            String name = wanted.remove();
            if (!modules.containsKey(name)) {
                String text = read(name);
                modules.put(name, Script.of(text));
                Matcher imported = IMPORTED.matcher(text);
                while (imported.find()) {
                    wanted.add(imported.group(1));
                }
            }
        }
        return modules;
    }

    private static String read(String name) {
        try (InputStream in = ScriptEndpoint.class.getResourceAsStream("/heartline-client/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no heartline-client/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
