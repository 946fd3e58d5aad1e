package io.heartline.story;

import static io.heartline.testsupport.Eventually.eventually;

import io.heartline.testsupport.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A proxy in front of a node, with the block of docs/OPERATIONS.md, but without TLS. */
final class DocumentedProxy implements AutoCloseable {
    private static final Path PAGE = Path.of("docs", "OPERATIONS.md");
    private static final Duration UP_WITHIN = Duration.ofMinutes(1);

    private final Process process;
    private final int port;

    /** The kinds of proxies, each with the beginning of its block. */
    enum Kind {
        NGINX("**nginx**"),
        HAPROXY("**haproxy**"),
        CADDY("**Caddy**");

        private final String heading;

        Kind(String heading) {
            this.heading = heading;
        }

        boolean isInstalled() {
            return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program())));
        }

        private String program() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private DocumentedProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** Starts a proxy with its documented block, also for the path {@code /push/}. */
    static DocumentedProxy start(Kind kind, NodeProcess node) throws IOException {
        int port = Ports.free();
        String block = blockOf(kind)
                .replaceAll("10\\.0\\.0\\.[0-9]:8080", "127.0.0.1:" + node.port())
                .replace("# below a path instead: ", "")
                .replace("{ reverse_proxy … }", "{\n reverse_proxy 127.0.0.1:" + node.port() + "\n}");
        return switch (kind) {
            case NGINX ->
                nginx(
                        port,
                        block.replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
                                .replaceAll("(?m)^ *ssl_certificate.*$", ""));
            case HAPROXY ->
                start(
                        port,
                        "defaults\n timeout connect 3s\n"
                                + block.replaceAll("bind :443 ssl crt \\S+", "bind 127.0.0.1:" + port),
                        "haproxy",
                        "-db",
                        "-f");
            case CADDY ->
                start(
                        port,
                        "{\n admin off\n}\n" + block.replace("push.example.com", "http://:" + port),
                        "caddy",
                        "run",
                        "--adapter=caddyfile",
                        "--config");
        };
    }

    /** Starts nginx with nothing but the address of the node. */
    static DocumentedProxy plainNginx(NodeProcess node) throws IOException {
        int port = Ports.free();
        return nginx(
                port,
                "server { listen 127.0.0.1:" + port + "; location / { proxy_pass http://127.0.0.1:" + node.port()
                        + "; } }");
    }

    private static DocumentedProxy nginx(int port, String block) throws IOException {
        Path folder = Files.createTempDirectory("nginx");
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> kind + "_temp_path " + folder.resolve(kind) + ";\n")
                .collect(Collectors.joining());
        String whole = "daemon off;\nmaster_process off;\npid " + folder.resolve("pid") + ";\nerror_log stderr;\n"
                + "events {}\nhttp {\naccess_log off;\n" + temporary + block + "}\n";
        return start(port, whole, "nginx", "-p", folder.toString(), "-c");
    }

    private static DocumentedProxy start(int port, String configuration, String... command) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "story-logs", "proxies"));
        Path file = Files.writeString(folder.resolve(command[0] + "-" + port + ".conf"), configuration);
        Path log = folder.resolve(command[0] + "-" + port + ".log");
        List<String> whole = Stream.concat(
                        Stream.of(command), Stream.of(file.toAbsolutePath().toString()))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
        builder.environment().put("XDG_DATA_HOME", folder.toAbsolutePath().toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toAbsolutePath().toString());
        DocumentedProxy proxy = new DocumentedProxy(builder.start(), port);
        try {
            eventually(command[0] + " listens; see " + log, UP_WITHIN, () -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            return proxy;
        } catch (Throwable failed) {
            proxy.close();
            throw failed;
        }
    }

    /** The indented lines below the heading of a kind. */
    private static String blockOf(Kind kind) throws IOException {
        String block = Files.readAllLines(PAGE, StandardCharsets.UTF_8).stream()
                .dropWhile(line -> !line.startsWith(kind.heading))
                .skip(1)
                .takeWhile(line -> line.isBlank() || line.startsWith("    "))
                .collect(Collectors.joining("\n"));
        if (block.isBlank()) {
            throw new AssertionError(PAGE + " has no block for " + kind);
        }
        return block;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
