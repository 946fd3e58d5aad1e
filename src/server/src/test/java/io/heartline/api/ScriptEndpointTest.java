package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptEndpointTest {
    private static final Path SOURCES = Path.of("src", "client-js", "src");
    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export)[^;]*from '([^']+)'");

    private ApiGateway gateway;

    @BeforeEach
    void open() {
        gateway = ApiGateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void everyModuleThatTheClientNeedsIsServedAsItIsInThePackage() throws IOException {
        Set<String> served = new HashSet<>();
        follow("/heartline.js", served);

        assertThat(served)
                .contains("/heartline/index.js", "/heartline/client.js")
                .hasSizeGreaterThan(10);
        for (String path : served) {
            if (path.startsWith("/heartline/")) {
                assertThat(gateway.get(path).body()).isEqualTo(Files.readString(SOURCES.resolve(path.substring(11))));
            }
        }
    }

    private void follow(String path, Set<String> served) {
        if (!served.add(path)) {
            return;
        }
        HttpResponse<String> script = gateway.get(path);
        assertThat(script.statusCode()).as(path).isEqualTo(200);
        assertThat(script.headers().firstValue("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(script.headers().allValues("access-control-allow-origin")).containsExactly("*");
        Matcher imports = IMPORT.matcher(script.body());
        while (imports.find()) {
            follow(URI.create(path).resolve(imports.group(1)).getPath(), served);
        }
    }

    @Test
    void aScriptIsAskedForAgainAndSentOnlyWhereItHasChanged() throws Exception {
        HttpResponse<String> first = gateway.get("/heartline/index.js");
        assertThat(first.headers().firstValue("cache-control")).contains("no-cache");

        HttpRequest again = HttpRequest.newBuilder(first.uri())
                .header("If-None-Match", first.headers().firstValue("etag").orElseThrow())
                .build();
        HttpResponse<String> unchanged = gateway.client.send(again, BodyHandlers.ofString());

        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
    }

    @Test
    void theMinifiedBundleIsServedAsItIsInThePackage() throws IOException {
        HttpResponse<String> script = gateway.get("/heartline.min.js");

        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(script.headers().allValues("access-control-allow-origin")).containsExactly("*");
        assertThat(script.headers().firstValue("etag")).isPresent();
        assertThat(script.body())
                .isEqualTo(Files.readString(SOURCES.resolveSibling("dist").resolve("heartline.min.js")))
                .contains("export{");
    }

    @Test
    void nothingElseIsServed() {
        assertThat(gateway.get("/heartline/none.js").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/heartline/..%2F..%2Fopenapi.json").statusCode())
                .isEqualTo(404);
        assertThat(gateway.get("/heartline/heartline.min.js").statusCode())
                .as("only under one address")
                .isEqualTo(404);
        assertThat(gateway.get("/heartline/types.js").statusCode())
                .as("only types")
                .isEqualTo(404);
    }
}
