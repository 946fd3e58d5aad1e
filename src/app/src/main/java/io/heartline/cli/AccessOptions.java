package io.heartline.cli;

import io.heartline.auth.AuthConfig;
import io.heartline.auth.TokenConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for authentication and origins. */
final class AccessOptions {
    @Option(
            names = "--auth",
            paramLabel = "none|jwt",
            description = "whether clients and publishers prove who they are (default: none, on loopback only)")
    @Nullable
    String auth;

    @Option(
            names = "--jwt-secret",
            paramLabel = "SECRET",
            description =
                    "secret that tokens are signed with (HS256), at least 32 bytes; better by environment or file")
    @Nullable
    String jwtSecret;

    @Option(
            names = "--jwt-secret-file",
            paramLabel = "FILE",
            description = "file with that secret; several lines: each verifies. Read again when it changes")
    @Nullable
    Path jwtSecretFile;

    @Option(
            names = "--jwt-keys",
            paramLabel = "FILE|URL",
            description = "public keys that verify tokens: PEM, or a JWKS file, or the https address of a JWKS")
    @Nullable
    String jwtKeys;

    @Option(names = "--jwt-audience", description = "what a token's aud must name")
    @Nullable
    String jwtAudience;

    @Option(names = "--jwt-issuer", description = "what a token's iss must be")
    @Nullable
    String jwtIssuer;

    @Option(names = "--jwt-allow-no-exp", description = "let tokens without exp in: they never expire")
    boolean jwtAllowNoExp;

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = "keys of publishers and operators; see 'heartline key --help'")
    @Nullable
    Path apiKeys;

    @Option(
            names = "--origins",
            split = ",",
            paramLabel = "ORIGIN",
            description =
                    "pages that browsers may connect from, such as https://*.example.com (default: the same host)")
    List<String> origins = List.of();

    @Option(names = "--metrics-open", description = "let anybody read /metrics")
    boolean metricsOpen;

    boolean isSaid() {
        return auth != null;
    }

    boolean isOpen() {
        return auth == null || auth.equalsIgnoreCase("none");
    }

    AuthConfig auth() {
        return new AuthConfig(
                AuthConfig.Mode.of(auth == null ? "none" : auth),
                new TokenConfig(jwtSecret, jwtSecretFile, jwtKeys, jwtAudience, jwtIssuer, jwtAllowNoExp),
                apiKeys,
                origins,
                metricsOpen || isOpen());
    }
}
