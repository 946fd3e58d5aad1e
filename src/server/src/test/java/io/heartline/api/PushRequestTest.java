package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushRequestTest {
    private static PushRequest read(String json) {
        return PushRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refusal(String json) {
        return refusal(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refusal(byte[] json) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> PushRequest.read(json));
        assertThat(refused).isNotNull();
        return refused.problem();
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(read("\ufeff{\"user\":\"a\",\"body\":1}").users()).containsExactly("a");
        assertThat(refusal("\ufeff\ufeff{\"user\":\"a\",\"body\":1}").detail()).contains("invalid JSON at byte");
    }

    @Test
    void theLimitOfNestingIsNamed() {
        assertThat(refusal("{\"user\":\"a\",\"body\":" + "[".repeat(512) + "]".repeat(512) + "}")
                        .detail())
                .contains("nested more than 512 deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "body|{'user':'a'}",
                "user|{'body':1}",
                "user|{'user':null,'body':1}",
                "user|{'user':42,'body':1}",
                "user|{'user':'','body':1}",
                "user|{'user':'a\\u0000','body':1}",
                "user|{'user':'a\\u0085','body':1}",
                "user|{'user':'a\\n','body':1}",
                "user|{'user':'\\ud800','body':1}",
                "user|{'user':['a'],'body':1}",
                "user|{'user':'.','body':1}",
                "user|{'user':'..','body':1}",
                "users|{'users':['a','..'],'body':1}",
                "user|{'user':'a','user':'b','body':1}",
                "users|{'user':'a','users':['a'],'body':1}",
                "users|{'users':[],'body':1}",
                "users|{'users':['a','a'],'body':1}",
                "users|{'users':['a','\\u0061'],'body':1}",
                "users|{'users':['a',1],'body':1}",
                "users|{'users':['a',''],'body':1}",
                "users|{'users':'a','body':1}",
                "id|{'user':'a','body':1,'id':''}",
                "id|{'user':'a','body':1,'id':'a b'}",
                "id|{'user':'a','body':1,'id':'é'}",
                "id|{'user':'a','body':1,'id':7}",
                "mode|{'user':'a','body':1,'mode':'Acked'}",
                "mode|{'user':'a','body':1,'mode':1}",
                "wait|{'user':'a','body':1,'wait':'sent'}",
                "wait|{'user':'a','body':1,'wait':true}",
                "wait|{'user':'a','body':1,'wait':'acked','mode':'transient'}",
                "ttlMillis|{'user':'a','body':1,'ttlMillis':0}",
                "ttlMillis|{'user':'a','body':1,'ttlMillis':2592000001}",
                "ttlMillis|{'user':'a','body':1,'ttlMillis':-1}",
                "ttlMillis|{'user':'a','body':1,'ttlMillis':1.5}",
                "ttlMillis|{'user':'a','body':1,'ttlMillis':'1000'}",
                "ttlMillis|{'user':'a','body':1,'ttlMillis':99999999999999999999}",
                "waitMillis|{'user':'a','body':1,'waitMillis':30001}",
                "waitMillis|{'user':'a','body':1,'waitMillis':-1}",
                "receipt|{'user':'a','body':1,'receipt':'true'}",
                "receipt|{'user':'a','body':1,'receipt':1}",
                "topic|{'user':'a','body':1,'topic':'t'}",
                "collapse|{'user':'a','body':1,'collapse':'t'}",
                "priority|{'user':'a','body':1,'priority':1}",
                "meta|{'user':'a','body':1,'meta':{}}",
                "notBefore|{'user':'a','body':1,'notBefore':1}",
                "device|{'user':'a','body':1,'device':'d'}",
                "User|{'User':'a','body':1}",
                "ttl|{'user':'a','body':1,'ttl':null}",
            })
    void aFieldThatIsWrongIsNamed(String field, String json) {
        Problem problem = refusal(json.replace('\'', '"'));

        assertThat(problem.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.detail()).contains(field).endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"push\"",
                "{",
                "{\"user\":\"a\",\"body\":1",
                "{\"user\":\"a\",\"body\":1}}",
                "{\"user\":\"a\",\"body\":1} {}",
                "{\"user\":\"a\",\"body\":1,}",
                "{\"user\":\"a\",\"body\":}",
                "{\"user\":\"a\",\"body\":01}",
                "{\"user\":\"a\",\"body\":NaN}",
                "{\"user\":\"a\",\"body\":'x'}",
                "{user:\"a\",\"body\":1}",
                "/**/{\"user\":\"a\",\"body\":1}",
            })
    void whatIsNoJsonObjectIsRefused(String json) {
        assertThat(refusal(json).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void invalidUtf8IsRefusedAlsoInsideTheBody() {
        byte[] json = "{\"user\":\"a\",\"body\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        json[json.length - 3] = (byte) 0xff;

        assertThat(refusal(json).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void aReservedNameIsSaidToBeReserved() {
        assertThat(refusal("{\"user\":\"a\",\"body\":1,\"topic\":\"t\"}").detail())
                .contains("reserved");
    }

    @Test
    void aUserMayHave256BytesAndNoMore() {
        String longest = "é".repeat(128);

        assertThat(read("{\"user\":\"" + longest + "\",\"body\":1}").users()).containsExactly(longest);
        assertThat(refusal("{\"user\":\"" + longest + "a\",\"body\":1}").field())
                .isEqualTo("user");
    }

    @Test
    void anIdMayHave128CharactersAndNoMore() {
        String longest = "i".repeat(128);

        assertThat(read("{\"user\":\"a\",\"body\":1,\"id\":\"" + longest + "\"}")
                        .id())
                .isEqualTo(longest);
        assertThat(refusal("{\"user\":\"a\",\"body\":1,\"id\":\"" + longest + "i\"}")
                        .field())
                .isEqualTo("id");
    }

    @Test
    void aThousandUsersAreTakenAndNoMore() {
        String thousand =
                IntStream.range(0, 1000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

        assertThat(read("{\"users\":[" + thousand + "],\"body\":1}").users()).hasSize(1000);
        assertThat(refusal("{\"users\":[" + thousand + ",\"one more\"],\"body\":1}")
                        .field())
                .isEqualTo("users");
    }

    @Test
    void aBodyMayBeAnyJsonValueWithAnythingInside() {
        for (String body : new String[] {"null", "false", "0", "-1e999", "\"\"", "[]", "{\"a\":1,\"a\":2}"}) {
            PushRequest push = read("{\"user\":\"a\",\"body\":" + body + "}");

            assertThat(new String(push.body().bytes(), StandardCharsets.UTF_8)).isEqualTo(body);
        }
    }

    @Test
    void theRangesIncludeTheirEnds() {
        PushRequest push = read("{\"user\":\"a\",\"body\":1,\"ttlMillis\":2592000000,\"waitMillis\":0}");

        assertThat(push.ttlMillis()).isEqualTo(2_592_000_000L);
        assertThat(push.waitMillis()).isZero();
    }

    @Test
    void aProblemNeverContainsTheBody() {
        assertThat(refusal("{\"user\":\"a\",\"body\":\"secret\",\"id\":7}").detail())
                .doesNotContain("secret");
    }
}
