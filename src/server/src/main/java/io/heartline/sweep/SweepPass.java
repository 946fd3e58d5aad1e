package io.heartline.sweep;

import io.heartline.user.Sweep;
import io.heartline.user.Sweep.Swept;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.List;

/** Submits one sweep for all users it concerns, {@value #AT_ONCE} at a time. Owned by the event loop of the store. */
final class SweepPass {
    private static final int AT_ONCE = 64;

    /**
     * @param reaped the number of sessions of lost nodes that were detached
     * @param failed the number of users that could not be swept
     */
    record Result(int reaped, int failed) {}

    private final Sweep sweep;
    private final SweepContext here;
    private final Promise<Result> done = Promise.promise();
    private Iterator<String> users = List.<String>of().iterator();
    private int out;
    private int reaped;
    private int failed;
    private boolean filling;

    SweepPass(Sweep sweep, SweepContext here) {
        this.sweep = sweep;
        this.here = here;
    }

    /** Never fails. */
    Future<Result> over(List<String> concerned) {
        users = concerned.iterator();
        fill();
        return done.future();
    }

    private void fill() {
        if (filling) {
            return; // a command that ended at once: the loop below goes on
        }
        filling = true;
        while (out < AT_ONCE && users.hasNext()) {
            String user = users.next();
            out++;
            here.store().submit(user, sweep).onComplete(swept -> onSwept(user, swept));
        }
        filling = false;
        if (out == 0) {
            done.complete(new Result(reaped, failed));
        }
    }

    private void onSwept(String user, AsyncResult<Swept> swept) {
        out--;
        if (swept.succeeded()) {
            reaped += swept.result().reaped();
            here.onSwept().accept(user, swept.result());
        } else {
            failed++;
        }
        fill();
    }
}
