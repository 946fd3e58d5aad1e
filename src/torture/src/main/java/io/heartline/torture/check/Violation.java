package io.heartline.torture.check;

import java.util.List;

/**
 * A violation of the contract that the history proves.
 *
 * @param user the user; empty if it concerns a node
 * @param at the time of its detection, by the run's clock
 * @param sentence its description
 * @param ids of the messages concerned
 * @param links the numbers of the connections concerned
 */
public record Violation(Rule rule, String user, long at, String sentence, List<String> ids, List<Long> links) {
    @Override
    public String toString() {
        return rule + " at " + at + " ms" + (user.isEmpty() ? "" : ", " + user) + ": " + sentence;
    }
}
