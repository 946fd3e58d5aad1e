package io.heartline.user;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A side of a split: its state, and all ids, seqs and epochs that it ever knew. */
final class Side {
    final Scene scene;
    final Numbers numbers;
    final Set<String> ids;
    final Set<String> epochs;

    Side(String name) {
        scene = new Scene(name);
        numbers = new Numbers();
        ids = new HashSet<>();
        epochs = new HashSet<>();
    }

    /** A side that begins as a copy of {@code from} and diverges from it. */
    Side(String name, Side from) {
        scene = new Scene(name, from.scene);
        numbers = new Numbers(from.numbers);
        ids = new HashSet<>(from.ids);
        epochs = new HashSet<>(from.epochs);
    }

    Side lives(List<Step> steps) {
        for (Step step : steps) {
            UserCommand<?> command = scene.command(step);
            if (command != null) {
                becomes(Applied.to(scene.state, command, scene.owner()).next());
            }
        }
        return this;
    }

    void becomes(UserState state) {
        scene.state = state;
        numbers.note(state);
        epochs.add(state.epoch());
        state.mailbox().forEach(message -> ids.add(message.id()));
    }

    UserState state() {
        return scene.state;
    }

    /** The ids of the owed messages, in order. */
    List<String> owed() {
        return owed(scene.state);
    }

    static List<String> owed(UserState state) {
        return Contents.messages(state.mailbox()).stream()
                .filter(Message::owed)
                .map(Message::id)
                .toList();
    }
}
