package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An overlay as {@code kubectl kustomize} renders it. */
record Rendered(List<Tree> manifests) {
    private static final Map<String, Rendered> DONE = new HashMap<>();

    /** Renders a folder, once; aborts the test if kubectl is not installed. */
    static synchronized Rendered overlay(String folder) {
        return DONE.computeIfAbsent(folder, Rendered::render);
    }

    /** The local overlay with a component. */
    static synchronized Rendered localWith(String component) {
        Path folder = Path.of("target", "kustomize", component);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    resources: [../../../k8s/overlays/local]
                    components: [../../../k8s/components/%s]
                    """.formatted(component));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return overlay(folder.toString());
    }

    private static Rendered render(String folder) {
        try {
            return render(folder, List.of("kubectl", "kustomize", folder));
        } catch (IOException none) {
            // The standalone Kustomize may be installed.
        }
        try {
            return render(folder, List.of("kustomize", "build", folder));
        } catch (IOException e) {
            return abort("There is no kubectl here to render manifests: " + e.getMessage());
        }
    }

    private static Rendered render(String folder, List<String> command) throws IOException {
        Path output = Path.of("target", "kustomize", folder.replace('/', '-') + ".yaml");
        Path errors = Path.of("target", "kustomize", folder.replace('/', '-') + ".err");
        Files.createDirectories(output.getParent());
        try {
            Process kubectl = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            boolean ended = kubectl.waitFor(60, TimeUnit.SECONDS);
            kubectl.destroyForcibly();
            assertThat(ended).as("kubectl ends").isTrue();
            assertThat(kubectl.exitValue())
                    .as(Files.readString(errors, StandardCharsets.UTF_8))
                    .isZero();
            return new Rendered(Tree.parse(folder, Files.readString(output, StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    List<Tree> of(String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.at("kind").text().equals(kind))
                .toList();
    }

    Tree the(String kind, String name) {
        return of(kind).stream()
                .filter(manifest -> manifest.at("metadata", "name").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    Tree workload() {
        return the("StatefulSet", "heartline");
    }

    Tree pod() {
        return workload().at("spec", "template");
    }

    Tree container() {
        List<Tree> containers = pod().at("spec", "containers").each();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    /** The variables of the container: those of the config map and its own. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (Tree source : container().at("envFrom").each()) {
            Tree data =
                    the("ConfigMap", source.at("configMapRef", "name").text()).at("data");
            data.keys().forEach(key -> environment.put(key, data.at(key).text()));
        }
        for (Tree variable : container().at("env").each()) {
            environment.put(
                    variable.at("name").text(),
                    variable.at("value").isThere() ? variable.at("value").text() : "10.0.0.1");
        }
        return environment;
    }
}
