package io.heartline.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant by one that does not exist. */
final class Suggestion {
    private Suggestion() {}

    /** The ending of a sentence that names the most similar of the names that exist; empty if none is similar. */
    static String ending(String wrong, Collection<String> names) {
        return similar(wrong, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** The most similar name: at most two letters, or a third of them, are different. */
    private static Optional<String> similar(String wrong, Collection<String> names) {
        int most = Math.max(2, wrong.length() / 3);
        return names.stream()
                .filter(name -> distance(wrong, name) <= most)
                .min(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The number of letters to insert, remove or replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
