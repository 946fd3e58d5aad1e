package io.heartline.session.dialect;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Plain routes that differ from the default only in the tested setting. */
public final class TestRoutes {
    private static final List<HeartbeatWord> WORDS = List.of(
            new HeartbeatWord(new HeartbeatWord.Word.Text("ping"), "pong"),
            new HeartbeatWord(new HeartbeatWord.Word.Fields(Map.of("type", 99)), null));

    private TestRoutes() {}

    /** {@code /ws?user=alice}. */
    public static Route query() {
        return with(new OtherText.Ignore());
    }

    public static Route with(OtherText otherText) {
        return new Route(
                "page",
                PathPattern.of("/ws"),
                new UserPlace.InQuery("user"),
                new TokenPlace.Unsaid(),
                WORDS,
                otherText,
                Route.KEEP,
                null);
    }

    public static Route with(String name, String path, UserPlace user, TokenPlace token) {
        return new Route(name, PathPattern.of(path), user, token, WORDS, new OtherText.Ignore(), Route.KEEP, null);
    }

    /** A route whose devices are kept for this time. */
    public static Route kept(String name, String path, Duration keep) {
        return new Route(
                name,
                PathPattern.of(path),
                new UserPlace.InQuery("user"),
                new TokenPlace.Unsaid(),
                WORDS,
                new OtherText.Ignore(),
                keep,
                null);
    }

    /** The CRM page: SockJS on a path of its own, as the sample configuration has it. */
    public static Route crm() {
        return new Route(
                "crm",
                PathPattern.of("/wsCrm"),
                new UserPlace.InQuery("jspCode"),
                new TokenPlace.Unsaid(),
                List.of(new HeartbeatWord(new HeartbeatWord.Word.Text("HeartBeat"), "HeartBeat")),
                new OtherText.Ignore(),
                Route.KEEP,
                PathPattern.of("/wsCrm/sockJs"));
    }

    /** A route below {@code /chat} that answers SockJS; a token in the query tells the user. */
    public static Route sockjsWithToken() {
        return new Route(
                "chat",
                PathPattern.of("/chat"),
                new UserPlace.InToken(),
                new TokenPlace.InQuery("token"),
                WORDS,
                new OtherText.Ignore(),
                Route.KEEP,
                PathPattern.of("/chat/sockjs"));
    }
}
