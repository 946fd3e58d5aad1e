package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorsTest {
    private ApiGateway gateway;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start(
                new ApiConfig(65_536, 256, 0, 1_000, List.of("https://app.example", "https://*.pages.example")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> preflight(String origin) {
        return gateway.send(gateway.to("/v1/push")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    @Test
    void aPageOfAListedOriginMayCall() {
        HttpResponse<String> answer = gateway.send(gateway.to("/v1/cluster")
                .header("Origin", "https://app.example")
                .GET());

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example");
        assertThat(answer.headers().firstValue("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).isEqualToIgnoringCase("Origin"));
    }

    @Test
    void aSubDomainIsListedByAWildcard() {
        assertThat(preflight("https://a.pages.example").statusCode()).isEqualTo(204);
        assertThat(preflight("https://pages.example").statusCode()).isEqualTo(405);
        assertThat(preflight("https://evilpages.example").statusCode()).isEqualTo(405);
        assertThat(preflight("https://app.example:443").statusCode())
                .as("the same origin as without its port")
                .isEqualTo(204);
    }

    @Test
    void aPreflightOfAListedOriginIsAnswered() {
        HttpResponse<String> answer = preflight("https://app.example");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers")).contains("Authorization, Content-Type");
    }

    @Test
    void aPageOfAnotherOriginGetsNoLeave() {
        HttpResponse<String> answer = preflight("https://evil.example");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aProblemMayBeReadByAListedOriginToo() {
        HttpResponse<String> answer = gateway.send(
                gateway.to("/nothing").header("Origin", "https://app.example").GET());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example");
    }
}
