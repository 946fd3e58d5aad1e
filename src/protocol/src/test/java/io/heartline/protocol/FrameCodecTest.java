package io.heartline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heartline.protocol.ClientFrame.Ping;
import io.heartline.protocol.internal.JsonFields;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    @Test
    void aFrameMayBeAsLongAsPromised() {
        String frame = "{\"t\":\"ping\",\"x\":\"" + "x".repeat(FrameCodec.MAX_FRAME_BYTES - 19) + "\"}";

        assertThat(frame).hasSize(FrameCodec.MAX_FRAME_BYTES);
        assertThat(FrameCodec.decode(frame)).isEqualTo(new Ping());
        assertThat(FrameCodec.decode(Buffer.buffer(frame))).isEqualTo(new Ping());
    }

    @Test
    void aLongerFrameIsTooBig() {
        String tooLong = "x".repeat(FrameCodec.MAX_FRAME_BYTES + 1);
        String tooLongInBytes = "ü".repeat(FrameCodec.MAX_FRAME_BYTES / 2 + 1);

        for (String frame : new String[] {tooLong, tooLongInBytes}) {
            assertThat(violation(() -> FrameCodec.decode(frame)).closeCode()).isEqualTo(CloseCode.TOO_BIG);
            assertThat(violation(() -> FrameCodec.decode(Buffer.buffer(frame))).closeCode())
                    .isEqualTo(CloseCode.TOO_BIG);
        }
    }

    @Test
    void theEndOfAMessageIsNotCutOffHoweverLongTheBody() {
        byte[] body = ("\"" + "x".repeat(65_534) + "\"").getBytes(StandardCharsets.US_ASCII);

        Buffer frame = FrameCodec.message("epoch", Long.MAX_VALUE, "i".repeat(128), Long.MAX_VALUE, body);

        assertThat(JsonFields.read(frame.getBytes()).slice("body").bytes()).isEqualTo(body);
    }

    @Test
    void whatIsSecretIsNotInTheTextOfAFrame() {
        String hello = "{\"t\":\"hello\",\"token\":\"hush-hush\",\"user\":\"alice\"}";
        String send = "{\"t\":\"send\",\"ref\":\"7\",\"to\":\"orders\",\"body\":\"hush-hush\"}";

        assertThat(FrameCodec.decode(hello).toString()).contains("alice").doesNotContain("hush");
        assertThat(FrameCodec.decode(send).toString()).contains("orders").doesNotContain("hush");
    }

    @Test
    void theBodyOfAMessageIsBareAndAStringIsItsText() {
        assertThat(bodyOf("{ \"a\" : [1.0, null] }")).isEqualTo("{ \"a\" : [1.0, null] }");
        assertThat(bodyOf("12")).isEqualTo("12");
        assertThat(bodyOf("\"\"")).isEmpty();
        assertThat(bodyOf("\"say \\\"hi\\\" \\u00e9\\n\"")).isEqualTo("say \"hi\" é\n");
        assertThat(bodyOf("\"half a pair: \\ud800.\"")).isEqualTo("half a pair: ?.");
        assertThat(bodyOf("{\"seq\":1,\"body\":2}")).isEqualTo("{\"seq\":1,\"body\":2}");
    }

    private static String bodyOf(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String bare = FrameCodec.body(FrameCodec.message("e", 1, ",\"body\":", 1, body))
                .toString();
        assertThat(FrameCodec.body(FrameCodec.transientMessage("\\\",\"body\":", 1, body)))
                .hasToString(bare);
        return bare;
    }

    @Test
    void aViolationDoesNotRepeatWhatWasSaid() {
        String frame = "{\"t\":\"hello\",\"device\":\"hush hush\"}";

        assertThat(violation(() -> FrameCodec.decode(frame))).hasMessageNotContaining("hush");
    }

    @Test
    void theNumberOfACloseCodeSaysWhetherToComeBack() {
        for (CloseCode code : CloseCode.values()) {
            assertThat(code.comesBack()).as("%s", code).isEqualTo(code.code() < 4500);
        }
        assertThat(CloseCode.DRAINING.comesBack()).isTrue();
        assertThat(CloseCode.UNAUTHORIZED.comesBack()).isFalse();
    }

    private static ProtocolViolation violation(Runnable decoding) {
        ProtocolViolation violation = catchThrowableOfType(ProtocolViolation.class, decoding::run);
        assertThat(violation).isNotNull();
        return violation;
    }
}
