package io.heartline.cli;

import io.heartline.auth.AuthConfig;
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
            description = "secret that tokens are signed with (HS256); better by environment or file")
    @Nullable
    String jwtSecret;

    @Option(
            names = "--jwt-keys",
            paramLabel = "FILE",
            description = "public keys that verify tokens: PEM, or a JWKS file")
    @Nullable
    Path jwtKeys;

    @Option(names = "--jwt-audience", description = "what a token's aud must name")
    @Nullable
    String jwtAudience;

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
            description = "pages that browsers may connect from (default: the same host)")
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
                jwtSecret,
                jwtKeys,
                jwtAudience,
                apiKeys,
                origins,
                metricsOpen || isOpen());
    }
}
