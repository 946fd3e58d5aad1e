package io.heartline.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntFunction;

/**
 * Whose turn it is. Lanes whose partitions lie on the same nodes share a window of so many batches that are out at a time;
 * the others wait for their turn and gather commands meanwhile.
 *
 * <p>So batches grow as soon as there is more to do than the nodes get done, which is when a command must be cheap. What is
 * out is answered soon, for what takes long would be repeated and make it all take longer; what waits here costs nothing.
 * And nodes that hang hold up only the partitions that lie on them. Owned by the event loop of its store.
 */
final class Windows {
    private final int size;
    private final IntFunction<?> nodesOf;
    private final Loop loop;
    private final Map<Object, Window> windows = new HashMap<>();
    private boolean moving;

    /** The lanes that share it. */
    static final class Window {
        private final Queue<Lane> waiting = new ArrayDeque<>();
        private int out;
    }

    /**
     * @param size how many batches are out at a time in each window
     * @param nodesOf on which nodes a partition lies now; what is equal shares a window
     */
    Windows(int size, IntFunction<?> nodesOf, Loop loop) {
        this.size = size;
        this.nodesOf = nodesOf;
        this.loop = loop;
    }

    /** The lane goes when its turn comes, on a later turn of the loop, with all that the present one gives it. */
    Window enter(Lane lane) {
        Window window = windows.computeIfAbsent(nodesOf.apply(lane.partition()), nodes -> new Window());
        window.waiting.add(lane);
        move();
        return window;
    }

    /** A lane that went has nothing out any more. */
    void leave(Window window) {
        window.out--;
        move();
    }

    private void move() {
        if (!moving) {
            moving = true;
            loop.soon(this::moveAll);
        }
    }

    private void moveAll() {
        moving = false;
        List<Lane> going = new ArrayList<>();
        windows.values().removeIf(window -> {
            while (window.out < size && !window.waiting.isEmpty()) {
                window.out++;
                going.add(window.waiting.remove());
            }
            return window.out == 0;
        });
        going.forEach(Lane::go);
    }
}
