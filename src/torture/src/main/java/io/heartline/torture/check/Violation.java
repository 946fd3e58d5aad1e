package io.heartline.torture.check;

import java.util.List;

/**
 * Something that the contract forbids, and that the history proves.
 *
 * @param user empty where it is about a node
 * @param at when it showed, by the run's clock
 * @param sentence what is wrong
 * @param ids of the messages concerned
 * @param links the connections concerned
 */
public record Violation(Rule rule, String user, long at, String sentence, List<String> ids, List<Long> links) {
    @Override
    public String toString() {
        return rule + " at " + at + " ms" + (user.isEmpty() ? "" : ", " + user) + ": " + sentence;
    }
}
