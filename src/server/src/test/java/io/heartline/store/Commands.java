package io.heartline.store;

import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Pull;
import io.heartline.user.Push;
import io.heartline.user.ReadLimit;
import java.nio.charset.StandardCharsets;

/** Commands for tests, all with the same time. */
public final class Commands {
    public static final long NOW = 1_763_650_000_000L;
    public static final long DAY = 86_400_000;
    public static final ReadLimit LIMIT = new ReadLimit(1_000, 1 << 20);

    private Commands() {}

    public static Push push(String id) {
        return push(id, MailboxLimits.DEFAULT);
    }

    public static Push push(String id, MailboxLimits limits) {
        return new Push(id, body(id), DAY, null, limits, 42, NOW);
    }

    public static Body body(String id) {
        return Body.of(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    public static Attach attach(String session, String device) {
        LiveSession live = new LiveSession(session, "node-1", 0, LiveSession.NO_ATTEMPT, NOW, "websocket");
        return new Attach(live, new Attach.Target.Named(device), DAY, null, false, LIMIT, 43, NOW);
    }

    public static Pull pull(String session, String epoch, long after) {
        return new Pull(session, epoch, after, LIMIT, NOW);
    }

    public static Ack ack(String session, String epoch, long seq) {
        return new Ack(session, epoch, seq, NOW);
    }
}
