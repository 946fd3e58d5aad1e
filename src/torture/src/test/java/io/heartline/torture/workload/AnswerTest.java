package io.heartline.torture.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.Position;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
    private static final String STORED =
            "{'id':'m1','results':[{'user':'a','state':'stored','epoch':'e','seq':7,'sessions':1,'duplicate':true}]}";

    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST,       REFUSED, false",
        "413, PAYLOAD_TOO_LARGE, REFUSED, false",
        "429, RATE_LIMITED,      REFUSED, true",
        "500, INTERNAL,          UNKNOWN, true",
        "502, '',                UNKNOWN, true",
        "503, UNAVAILABLE,       REFUSED, true",
        "504, OUTCOME_UNKNOWN,   UNKNOWN, true",
        "507, MAILBOX_FULL,      REFUSED, true"
    })
    void aProblemIsJudgedByItsStatus(int status, String code, Fate fate, boolean again) {
        Answer answer = Answer.of(status, Buffer.buffer("{\"code\":\"" + code + "\"}"), 2_000);

        assertThat(answer.fate()).isEqualTo(fate);
        assertThat(answer.again()).isEqualTo(again);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.position()).isNull();
        assertThat(answer.isFull()).isEqualTo(status == 507);
        assertThat(answer.retryAfterMillis()).isEqualTo(fate == Fate.REFUSED ? 2_000 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "rejected, MAILBOX_FULL, REFUSED, true",
        "rejected, UNAVAILABLE, REFUSED, true",
        "rejected, PAYLOAD_TOO_LARGE, REFUSED, false",
        "unknown, OUTCOME_UNKNOWN, UNKNOWN, true"
    })
    void aLineOfABatchIsJudgedByItsState(String state, String code, Fate fate, boolean again) {
        Answer answer = Answer.ofLine(json("{'id':'m1','results':[{'user':'a','state':'" + state + "','error':{'code':'"
                + code + "','message':'…'}}]}"));

        assertThat(answer.fate()).isEqualTo(fate);
        assertThat(answer.again()).isEqualTo(again);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void aLineThatIsMalformedStoresNothing() {
        Answer answer = Answer.ofLine(json("{'error':{'code':'BAD_REQUEST','message':'…'}}"));

        assertThat(answer.fate()).isEqualTo(Fate.REFUSED);
        assertThat(answer.again()).isFalse();
    }

    @Test
    void whatIsStoredSaysWhere() {
        for (Answer answer : new Answer[] {Answer.of(202, json(STORED), 0), Answer.ofLine(json(STORED))}) {
            assertThat(answer.fate()).isEqualTo(Fate.STORED);
            assertThat(answer.position()).isEqualTo(new Position("e", 7));
            assertThat(answer.duplicate()).isTrue();
            assertThat(answer.code()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadOrDoesNotComeIsUnknown() {
        assertThat(Answer.of(202, Buffer.buffer("{"), 0).fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(Answer.ofLine(Buffer.buffer("nonsense")).fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(Answer.ofLine(json("{'results':[]}")).fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(Answer.lost(new IOException("broken"))).satisfies(lost -> {
            assertThat(lost.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(lost.status()).isZero();
            assertThat(lost.again()).isTrue();
        });
    }

    private static Buffer json(String text) {
        return Buffer.buffer(text.replace('\'', '"'));
    }
}
