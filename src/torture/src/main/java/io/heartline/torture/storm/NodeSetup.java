package io.heartline.torture.storm;

import io.heartline.torture.field.HeartlineJar;
import java.nio.file.Path;

/**
 * The nodes of a storm.
 *
 * @param jar the program that they run
 * @param heapMegabytes of each node
 * @param logs the folder for the nodes' logs, and for a history of the actions on the nodes
 */
public record NodeSetup(HeartlineJar jar, int heapMegabytes, Path logs) {}
