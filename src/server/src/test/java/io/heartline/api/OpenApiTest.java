package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.ApiKeys;
import io.heartline.delivery.PushResult;
import io.heartline.delivery.PushResult.Refusal;
import io.heartline.session.gateway.TestNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {
    private static final JsonObject DESCRIPTION = served();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private static JsonObject served() {
        try (ApiGateway gateway = ApiGateway.start()) {
            return ApiGateway.json(gateway.get("/openapi.json"));
        }
    }

    private record Operation(String method, String path, JsonObject description) {
        @Override
        public String toString() {
            return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
        }
    }

    private static Stream<Operation> operations() {
        JsonObject paths = DESCRIPTION.getJsonObject("paths");
        return paths.fieldNames().stream().flatMap(path -> paths.getJsonObject(path).fieldNames().stream()
                .filter(METHODS::contains)
                .map(method ->
                        new Operation(method, path, paths.getJsonObject(path).getJsonObject(method))));
    }

    private static JsonObject operation(String name) {
        return operations()
                .filter(operation -> operation.toString().equals(name))
                .findFirst()
                .orElseThrow()
                .description();
    }

    private static JsonObject resolved(JsonObject value) {
        String reference = value.getString("$ref");
        if (reference == null) {
            return value;
        }
        JsonObject found = DESCRIPTION;
        for (String part : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(part);
        }
        return found;
    }

    private static JsonObject response(JsonObject operation, String status) {
        return resolved(operation.getJsonObject("responses").getJsonObject(status));
    }

    /** The named schemas of the served description. */
    static JsonObject schemas() {
        return DESCRIPTION.getJsonObject("components").getJsonObject("schemas");
    }

    static OutputUnit validate(JsonObject schema, Object value) {
        JsonObject whole = new JsonObject(schema.encode().replace("#/components/schemas/", "#/$defs/"));
        whole.put("$defs", new JsonObject(schemas().encode().replace("#/components/schemas/", "#/$defs/")));
        JsonSchemaOptions options =
                new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("app://heartline");
        return Validator.create(JsonSchema.of(whole), options).validate(value);
    }

    private static void assertValid(JsonObject schema, Object value, String what) {
        OutputUnit outcome = validate(schema, value);
        assertThat(outcome.getValid()).as(what + ": " + outcome.getErrors()).isTrue();
    }

    @Test
    void itDescribesEveryRouteAndNoOther() {
        Set<String> routes = new TreeSet<>();
        try (ApiGateway gateway = ApiGateway.start()) {
            for (Route route : HttpApi.router(gateway.vertx, gateway.context(ApiConfig.DEFAULT, ApiKeys.open()))
                    .getRoutes()) {
                if (route.getPath() != null && route.methods() != null) {
                    route.methods().stream()
                            .filter(method -> method != HttpMethod.HEAD)
                            .forEach(method ->
                                    routes.add(method + " " + route.getPath().replaceAll(":([a-z]+)", "{$1}")));
                }
            }
        }

        assertThat(routes).hasSizeGreaterThan(10);
        assertThat(operations().map(Operation::toString)).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void itDescribesEveryFieldOfAPush() {
        Set<String> fields = new TreeSet<>();
        for (String kind : List.of("PushToOne", "PushToMany")) {
            fields.addAll(
                    schemas().getJsonObject(kind).getJsonObject("properties").fieldNames());
        }

        assertThat(fields).isEqualTo(PushRequest.KNOWN);
    }

    @Test
    void itNamesEveryCode() {
        String codes = schemas().getJsonObject("Code").getString("description");

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(codes).contains(code.name());
        }
    }

    @Test
    void theContractOfTheProjectNamesEveryCodeAndItsStatus() throws Exception {
        String contract = Files.readString(Path.of("docs/PROTOCOL.md")).replaceAll("\\s+", " ");

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(contract).contains("`" + code.name() + "` " + code.status());
        }
    }

    @Test
    void everyExampleIsValid() {
        int examples = operations()
                .mapToInt(operation -> {
                    int requests = checkExamples(operation.description().getJsonObject("requestBody"), operation);
                    JsonObject responses = operation.description().getJsonObject("responses");
                    return requests
                            + responses.fieldNames().stream()
                                    .mapToInt(status ->
                                            checkExamples(resolved(responses.getJsonObject(status)), operation))
                                    .sum();
                })
                .sum();

        assertThat(examples).isGreaterThan(50);
    }

    private static int checkExamples(JsonObject described, Operation operation) {
        int checked = 0;
        if (described == null || described.getJsonObject("content") == null) {
            return checked;
        }
        for (Map.Entry<String, Object> content : described.getJsonObject("content")) {
            JsonObject media = (JsonObject) content.getValue();
            for (Map.Entry<String, Object> example : media.getJsonObject("examples", new JsonObject())) {
                Object value = ((JsonObject) example.getValue()).getValue("value");
                assertValid(media.getJsonObject("schema"), value, operation + ", example " + example.getKey());
                checked++;
            }
        }
        return checked;
    }

    @Test
    void everyExampleOfAPushIsTaken() {
        JsonObject examples = operation("POST /v1/push")
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("examples");
        try (ApiGateway gateway = ApiGateway.start()) {
            for (Map.Entry<String, Object> example : examples) {
                JsonObject push = ((JsonObject) example.getValue()).getJsonObject("value");

                assertThat(gateway.push(push).statusCode()).as(example.getKey()).isBetween(200, 202);
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatThePushSchemaRefusesTheServerRefuses(String push) {
        JsonObject schema = new JsonObject().put("$ref", "#/components/schemas/Push");

        assertThat(validate(schema, new JsonObject(push)).getValid()).isFalse();
        try (ApiGateway gateway = ApiGateway.start()) {
            assertThat(gateway.push(push).statusCode()).isEqualTo(400);
        }
    }

    static Stream<String> whatThePushSchemaRefusesTheServerRefuses() {
        return Stream.of(
                "{\"user\":\"a\"}",
                "{\"body\":1}",
                "{\"user\":\"a\",\"users\":[\"b\"],\"body\":1}",
                "{\"user\":\"\",\"body\":1}",
                "{\"users\":[],\"body\":1}",
                "{\"users\":[\"a\",\"a\"],\"body\":1}",
                "{\"user\":\"a\",\"body\":1,\"topic\":\"t\"}",
                "{\"user\":\"a\",\"body\":1,\"mode\":\"x\"}",
                "{\"user\":\"a\",\"body\":1,\"waitMillis\":30001}",
                "{\"user\":\"a\",\"body\":1,\"mode\":\"transient\",\"wait\":\"acked\"}",
                "{\"users\":[\"a\"],\"body\":1,\"mode\":\"transient\",\"wait\":\"acked\"}",
                "{\"user\":\"a\",\"body\":1,\"id\":\"a b\"}");
    }

    /** A push that leads to each documented status. */
    private static final Map<String, Function<ApiGateway, HttpResponse<String>>> PUSHES = Map.ofEntries(
            Map.entry("200", answering(new PushResult.Acked(ApiGateway.PLACE, 1, false))),
            Map.entry("202", answering(ApiGateway.STORED)),
            Map.entry("400", gateway -> gateway.send(push(gateway, "{\"user\":\"alice\"}"))),
            Map.entry("401", gateway -> gateway.send(unsigned(gateway))),
            Map.entry("403", gateway -> gateway.send(unsigned(gateway).header("Authorization", "Bearer read"))),
            Map.entry(
                    "413",
                    gateway -> gateway.send(
                            push(gateway, "{\"user\":\"alice\",\"body\":\"" + "b".repeat(70_000) + "\"}"))),
            Map.entry(
                    "415",
                    gateway -> gateway.send(gateway.to("/v1/push")
                            .header("Authorization", "Bearer push")
                            .header("Content-Type", "text/plain")
                            .POST(BodyPublishers.ofString("x")))),
            Map.entry("414", gateway -> ofNode("/v1/push?" + "x".repeat(20_000), "")),
            Map.entry("431", gateway -> ofNode("/v1/push", "x".repeat(40_000))),
            Map.entry("429", gateway -> {
                gateway.send(push(gateway, "{\"user\":\"alice\",\"body\":1}"));
                return gateway.send(push(gateway, "{\"user\":\"alice\",\"body\":1}"));
            }),
            Map.entry("500", gateway -> {
                gateway.push = order -> {
                    throw new IllegalStateException("a bug");
                };
                return gateway.send(push(gateway, "{\"user\":\"alice\",\"body\":1}"));
            }),
            Map.entry("503", answering(new PushResult.Rejected(Refusal.UNAVAILABLE, "Too few nodes."))),
            Map.entry("504", answering(new PushResult.Unknown("Late."))),
            Map.entry("507", answering(new PushResult.Rejected(Refusal.MAILBOX_FULL, "Full."))));

    private static Function<ApiGateway, HttpResponse<String>> answering(PushResult result) {
        return gateway -> {
            gateway.push = order -> Future.succeededFuture(result);
            return gateway.send(push(gateway, "{\"user\":\"alice\",\"body\":1}"));
        };
    }

    /** The answer of a node, whose gateway answers what it can't decode before the API gets it. */
    private static HttpResponse<String> ofNode(String path, String header) {
        try {
            TestNode node = new TestNode(new TestNode.Choices());
            try {
                URI push = URI.create("http://127.0.0.1:" + node.port() + path);
                return HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(push).header("X", header).build(),
                                HttpResponse.BodyHandlers.ofString());
            } finally {
                node.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder push(ApiGateway gateway, String json) {
        return gateway.to("/v1/push")
                .header("Authorization", "Bearer push")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private static HttpRequest.Builder unsigned(ApiGateway gateway) {
        return gateway.to("/v1/push").POST(BodyPublishers.noBody());
    }

    static Stream<Arguments> everyDocumentedStatusOfAPushComesAboutAsDescribed() {
        return operation("POST /v1/push").getJsonObject("responses").fieldNames().stream()
                .filter(status -> !status.equals("408")) // below
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource
    void everyDocumentedStatusOfAPushComesAboutAsDescribed(String status, @TempDir Path dir) throws Exception {
        assertThat(PUSHES).containsKey(status);
        ApiConfig onePerSecond = new ApiConfig(65_536, 256, 1, 1, List.of());
        try (ApiGateway gateway = ApiGateway.start(onePerSecond, ApiKeyCheckTest.keys(dir))) {
            HttpResponse<String> answer = PUSHES.get(status).apply(gateway);

            assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(status));
            assertDescribed(answer, response(operation("POST /v1/push"), status));
        }
    }

    @Test
    void aPushThatDoesNotComeInFullIsAnsweredAsDescribed() throws Exception {
        ApiConfig impatient = new ApiConfig(65_536, 256, 0, 1_000, List.of(), null, Duration.ofMillis(300));
        try (ApiGateway gateway = ApiGateway.start(impatient);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            String push = "POST /v1/push HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 9\r\n\r\n{";
            socket.getOutputStream().write(push.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408 ");
            JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n")));
            JsonObject media = response(operation("POST /v1/push"), "408")
                    .getJsonObject("content")
                    .getJsonObject("application/problem+json");
            assertValid(media.getJsonObject("schema"), problem, answer);
        }
    }

    @Test
    void everyOperationTellsWhatTheGatewayMayAnswerBeforeTheApi() {
        assertThat(operations()).allSatisfy(operation -> assertThat(
                        operation.description().getJsonObject("responses").fieldNames())
                .contains("400", "414", "431"));
    }

    private static void assertDescribed(HttpResponse<String> answer, JsonObject described) {
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        JsonObject media = described.getJsonObject("content").getJsonObject(type);
        assertThat(media).as(type).isNotNull();
        assertValid(media.getJsonObject("schema"), ApiGateway.json(answer), answer.body());
        for (String header :
                described.getJsonObject("headers", new JsonObject()).fieldNames()) {
            assertThat(answer.headers().firstValue(header)).as(header).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatNeedsAKeySaysSo(Operation operation) {
        boolean open = operation.description().getJsonArray("security").isEmpty();
        boolean documented = operation.description().getJsonObject("responses").containsKey("401");

        assertThat(documented).isEqualTo(!open);
    }
}
