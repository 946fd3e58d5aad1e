package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parts of the description that generators of clients depend on: 64 bits for times, a name and one type for each schema,
 * and no defaults in requests, which generators read as fields that must be given.
 */
class OpenApiSchemasTest {
    private static final String SCHEMAS = "#/components/schemas/";

    private static final JsonObject DESCRIPTION = served();

    private static JsonObject served() {
        try (ApiGateway gateway = ApiGateway.start()) {
            return ApiGateway.json(gateway.get("/openapi.json"));
        }
    }

    /** Calls the visitor with each JSON object of the description, and where it stands. */
    private static void walk(String where, Object value, BiConsumer<String, JsonObject> visitor) {
        if (value instanceof JsonObject object) {
            visitor.accept(where, object);
            object.forEach(field -> walk(where + "/" + field.getKey(), field.getValue(), visitor));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                walk(where + "/" + i, array.getValue(i), visitor);
            }
        }
    }

    /** The schema itself, or the one that it refers to. */
    private static JsonObject resolved(JsonObject schema) {
        String reference = schema.getString("$ref");
        return reference == null ? schema : OpenApiTest.schemas().getJsonObject(reference.substring(SCHEMAS.length()));
    }

    /** The names of the schemas that a value refers to, directly or through others. */
    private static Set<String> reachable(Object value, Set<String> found) {
        walk("", value, (where, object) -> {
            String reference = object.getString("$ref", "");
            if (reference.startsWith(SCHEMAS) && found.add(reference.substring(SCHEMAS.length()))) {
                reachable(resolved(object), found);
            }
        });
        return found;
    }

    private static List<String> references(JsonArray schemas) {
        return schemas.stream()
                .map(schema -> ((JsonObject) schema).getString("$ref"))
                .toList();
    }

    @Test
    void timesDurationsAndPositionsHave64Bits() {
        Set<String> checked = new TreeSet<>();
        walk("", DESCRIPTION, (where, object) -> {
            if (where.endsWith("/properties")) {
                for (Map.Entry<String, Object> property : object) {
                    if (property.getKey().endsWith("Millis")) {
                        checked.add(property.getKey());
                        assertThat(resolved((JsonObject) property.getValue()).getString("format"))
                                .as(where + "/" + property.getKey())
                                .isEqualTo("int64");
                    }
                }
            }
        });
        assertThat(checked).contains("ttlMillis", "waitMillis", "uptimeMillis");
        for (String name : List.of("Time", "Position", "TimeToLive")) {
            assertThat(OpenApiTest.schemas().getJsonObject(name).getString("format"))
                    .as(name)
                    .isEqualTo("int64");
        }
    }

    @Test
    void aPushIsOfOneOfTwoNamedKinds() {
        JsonObject push = OpenApiTest.schemas().getJsonObject("Push");

        assertThat(references(push.getJsonArray("oneOf")))
                .containsExactly(SCHEMAS + "PushToOne", SCHEMAS + "PushToMany");
        assertThat(OpenApiTest.schemas().getJsonObject("PushToOne").getJsonArray("required"))
                .containsExactlyInAnyOrder("user", "body");
        assertThat(OpenApiTest.schemas().getJsonObject("PushToMany").getJsonArray("required"))
                .containsExactlyInAnyOrder("users", "body");
    }

    @Test
    void noFieldOfARequestHasADefault() {
        Set<String> inRequests = new HashSet<>();
        walk("", DESCRIPTION.getJsonObject("paths"), (where, object) -> {
            if (where.endsWith("/requestBody")) {
                reachable(object, inRequests);
            }
        });

        assertThat(inRequests).contains("PushToOne", "Receipt");
        for (String name : inRequests) {
            walk(name, OpenApiTest.schemas().getJsonObject(name), (where, object) -> assertThat(object.fieldNames())
                    .as(where)
                    .doesNotContain("default"));
        }
    }

    @Test
    void theStateOfAResultNamesItsKind() {
        JsonObject result = OpenApiTest.schemas().getJsonObject("Result");
        JsonObject discriminator = result.getJsonObject("discriminator");
        JsonObject mapping = discriminator.getJsonObject("mapping");

        assertThat(discriminator.getString("propertyName")).isEqualTo("state");
        assertThat(mapping.fieldNames())
                .containsExactlyInAnyOrder("stored", "acked", "sent", "offline", "rejected", "unknown");
        assertThat(references(result.getJsonArray("oneOf")))
                .containsExactlyInAnyOrderElementsOf(
                        mapping.stream().map(entry -> (String) entry.getValue()).toList());
        for (Map.Entry<String, Object> kind : mapping) {
            JsonObject schema =
                    OpenApiTest.schemas().getJsonObject(((String) kind.getValue()).substring(SCHEMAS.length()));
            assertThat(schema.getJsonArray("required")).as(kind.getKey()).contains("user", "state");
            assertThat(schema.getJsonObject("properties").getJsonObject("state").getJsonArray("enum"))
                    .containsExactly(kind.getKey());
        }
    }

    @Test
    void everyReferenceLeadsToSomething() {
        walk("", DESCRIPTION, (where, object) -> {
            String reference = object.getString("$ref");
            if (reference != null) {
                JsonObject found = DESCRIPTION;
                for (String part : reference.substring("#/".length()).split("/", -1)) {
                    found = found.getJsonObject(part);
                    assertThat(found).as(where + ": " + reference).isNotNull();
                }
            }
        });
    }

    @Test
    void everyListOfValuesHasAType() {
        walk("", DESCRIPTION, (where, object) -> {
            boolean isSchema = !where.contains("/examples") && !where.endsWith("/properties");
            if (isSchema && (object.containsKey("enum") || object.containsKey("const"))) {
                assertThat(object.getValue("type")).as(where).isNotNull();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"user\":\"a\",\"body\":1}", "{\"user\":\"a\",\"body\":1,\"receipt\":null}"})
    void theSmallestPushIsValidAndAReceiptMayBeNull(String push) {
        JsonObject schema = new JsonObject().put("$ref", SCHEMAS + "Push");

        assertThat(OpenApiTest.validate(schema, new JsonObject(push)).getValid())
                .isTrue();
        try (ApiGateway gateway = ApiGateway.start()) {
            assertThat(gateway.push(push).statusCode()).isEqualTo(202);
        }
    }
}
