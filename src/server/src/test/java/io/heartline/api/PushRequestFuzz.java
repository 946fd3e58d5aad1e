package io.heartline.api;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.heartline.delivery.PushResult;
import io.heartline.protocol.internal.JsonFields;
import io.heartline.user.Position;
import java.util.Collections;

/** Fuzz test: any push is accepted, or refused with a problem; both can be written as JSON. */
class PushRequestFuzz {
    private static final PushResult STORED = new PushResult.Stored(new Position("e", 7), 2, false);

    @DictionaryEntries({
        "\"user\":",
        "\"users\":",
        "\"body\":",
        "\"id\":",
        "\"mode\":",
        "\"transient\"",
        "\"acked\"",
        "\"stored\"",
        "\"ttlMillis\":",
        "\"wait\":",
        "\"waitMillis\":",
        "\"receipt\":",
        "\"topic\":",
        "null",
        "\\u0000",
        "\\ud800",
        "1e3"
    })
    @FuzzTest(maxDuration = "2m")
    void isTakenOrRefused(byte[] bytes) {
        PushRequest push;
        try {
            push = PushRequest.read(bytes);
        } catch (ProblemException refused) {
            JsonFields.read(refused.problem().document().toBuffer().getBytes());
            return;
        }
        PushResponse published = new PushResponse(
                push.id() == null ? "made" : push.id(),
                push,
                Collections.nCopies(push.users().size(), STORED),
                null);
        JsonFields answer = JsonFields.read(published.buffer().getBytes());
        if (!published.id().equals(answer.string("id"))) {
            throw new AssertionError("the answer names another push");
        }
        PushResponse none = new PushResponse(published.id(), push, Collections.emptyList(), Problem.unavailable("no"));
        JsonFields.read(none.buffer().getBytes());
    }
}
