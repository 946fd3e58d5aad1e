package io.heartline.cli;

import io.heartline.auth.ApiKeys;
import io.heartline.auth.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an API key and the line of the API key file that admits it. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description =
                "Make an API key: prints the key, which is written down nowhere else, and the line that admits it.",
        footer = {"", "Example:  heartline key orders push    then put the line into the file of --api-keys"})
final class KeyCommand implements Callable<Integer> {
    private static final int KEY_BYTES = 32;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", description = "who uses the key")
    String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SCOPE", description = "what it may do: push, read, admin")
    List<String> scopes = List.of();

    @Option(names = "--json", description = "print a JSON object: name, scopes, key, line")
    boolean json;

    @Override
    public Integer call() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            String line = ApiKeys.line(name, scopes(), key);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                JsonObject made = new JsonObject()
                        .put("name", name)
                        .put("scopes", new JsonArray(scopes))
                        .put("key", key);
                out.println(made.put("line", line).encode());
            } else {
                out.println("key:   " + key);
                out.println("line:  " + line);
            }
            return HeartlineCommand.DONE;
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of("key: " + e.getMessage()));
        }
    }

    private Set<Scope> scopes() {
        Set<Scope> chosen = EnumSet.noneOf(Scope.class);
        for (String word : scopes) {
            chosen.add(Arrays.stream(Scope.values())
                    .filter(scope -> scope.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("'" + word + "' is no scope: push, read or admin")));
        }
        return chosen;
    }
}
