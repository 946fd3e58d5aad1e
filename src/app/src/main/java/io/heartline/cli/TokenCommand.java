package io.heartline.cli;

import io.heartline.auth.DevelopmentToken;
import io.heartline.auth.TokenConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a token of a client, for development. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Make a client's token for development, signed with the secret of the server (HS256), and print it.",
            "In production your own service makes tokens, for users who have logged in: see docs/TOKENS.md."
        },
        footer = {"", "Example:  HEARTLINE_JWT_SECRET=... heartline token alice --device laptop"})
final class TokenCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "USER", description = "who the token is for: its sub")
    String user = "";

    @Option(names = "--device", description = "the only device that may use it (default: any)")
    @Nullable
    String device;

    @Option(
            names = "--valid-millis",
            defaultValue = "3600000",
            description = "how long it is valid (default: ${DEFAULT-VALUE})")
    long validMillis;

    @Option(names = "--jwt-secret", paramLabel = "SECRET", description = "secret of the server; better by environment")
    @Nullable
    String jwtSecret;

    @Option(names = "--jwt-secret-file", paramLabel = "FILE", description = "file with that secret")
    @Nullable
    Path jwtSecretFile;

    @Option(names = "--jwt-audience", description = "the aud that the server asks for")
    @Nullable
    String jwtAudience;

    @Option(names = "--jwt-issuer", description = "the iss that the server asks for")
    @Nullable
    String jwtIssuer;

    @Override
    public Integer call() {
        try {
            TokenConfig rules = new TokenConfig(jwtSecret, jwtSecretFile, null, jwtAudience, jwtIssuer, false);
            DevelopmentToken token = new DevelopmentToken(user, device, Duration.ofMillis(validMillis), rules);
            spec.commandLine().getOut().println(token.issue(System.currentTimeMillis()));
            return HeartlineCommand.DONE;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()).lines().toList());
        }
    }
}
