package io.heartline.store.memory;

import org.jspecify.annotations.Nullable;

/**
 * The report of one node to the others, as a line of text. Later versions may add fields at its end.
 *
 * @param node its id
 * @param n rises with each report of a node
 */
record MemoryReport(String node, long n, NodeMemory memory) {
    private static final int FIELDS = 7;

    @Override
    public String toString() {
        return node
                + ' '
                + n
                + ' '
                + memory.capacity()
                + ' '
                + memory.sessions()
                + ' '
                + memory.owned()
                + ' '
                + memory.held()
                + ' '
                + memory.ceiling();
    }

    /** The report in this text; null if it can't be read. */
    static @Nullable MemoryReport parse(String text) {
        String[] fields = text.split(" ", -1);
        if (fields.length < FIELDS) {
            return null;
        }
        try {
            long[] numbers = new long[FIELDS];
            for (int i = 1; i < FIELDS; i++) {
                numbers[i] = Long.parseLong(fields[i]);
            }
            return new MemoryReport(
                    fields[0], numbers[1], new NodeMemory(numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]));
        } catch (NumberFormatException malformed) {
            return null;
        }
    }
}
