package io.heartline.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartline.cluster.ClusterConfig.Join;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A node in a process of its own, so that it can be killed or stopped. It ends when its standard input does. */
final class ChildNode implements AutoCloseable {
    private static final String READY = "READY ";

    final Process process;
    final String nodeId;
    final String address;

    private ChildNode(Process process, String nodeId, String address) {
        this.process = process;
        this.nodeId = nodeId;
        this.address = address;
    }

    /** Starts one that joins the nodes of {@code cluster}. */
    static ChildNode join(TestNodes cluster) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildNode.class.getName()));
        command.add(cluster.name);
        command.addAll(cluster.joinAll().members());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(READY)) {
                String[] words = line.split(" ", 3);
                return new ChildNode(process, words[1], words[2]);
            }
        }
        throw new AssertionError("The child ended: " + process.exitValue());
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws IOException {
        try (TestNodes cluster = new TestNodes(args[0])) {
            Join join = new Join(List.of(args).subList(1, args.length), null);
            ClusterNode node = TestNodes.await(cluster.starting(cluster.config(0, join)));
            System.out.println(READY + node.nodeId() + " " + TestNodes.addressOf(node));
            System.in.readAllBytes();
        }
    }
}
