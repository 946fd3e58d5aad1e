package io.heartline.torture.history;

import io.heartline.torture.history.Event.Acknowledged;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Channel;
import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.Deafened;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Departing;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.FaultEnded;
import io.heartline.torture.history.Event.GivenUp;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Muted;
import io.heartline.torture.history.Event.NodeBack;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import io.heartline.torture.history.Event.Phase;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The codecs of all events. Fields: {@code e} is the kind, {@code t} the time; {@code u} user, {@code i} id, {@code v} the number in
 * the body, {@code n} node, {@code l} link, {@code d} device, {@code p} epoch, {@code s} seq. An absent field is null,
 * false or 0.
 */
final class EventCodecs {
    // spotless:off
    private static final List<EventCodec<?>> ALL = List.of(
            new EventCodec<>("tried", Tried.class,
                    (e, out) -> out.text("u", e.user()).text("i", e.id()).number("v", e.number())
                            .number("ttl", e.ttlMillis()).text("by", e.channel().name()).text("n", e.node()),
                    in -> new Tried(in.number("t"), in.text("u"), in.text("i"), in.number("v"), in.number("ttl"),
                            Channel.valueOf(in.text("by")), in.text("n"))),
            new EventCodec<>("answered", Answered.class,
                    (e, out) -> out.text("u", e.user()).text("i", e.id()).text("n", e.node())
                            .text("fate", e.fate().name()).number("status", e.status()).text("code", e.code())
                            .position(e.position()).flag("dup", e.duplicate()),
                    in -> new Answered(in.number("t"), in.text("u"), in.text("i"), in.text("n"),
                            Fate.valueOf(in.text("fate")), (int) in.number("status"), in.text("code"),
                            in.optionalPosition(), in.flag("dup"))),
            new EventCodec<>("gaveUp", GivenUp.class,
                    (e, out) -> out.text("u", e.user()).text("i", e.id()),
                    in -> new GivenUp(in.number("t"), in.text("u"), in.text("i"))),
            new EventCodec<>("dialled", Dialled.class,
                    (e, out) -> out.number("l", e.link()).text("u", e.user()).text("d", e.device()).text("n", e.node())
                            .number("try", e.attempt()).number("keep", e.keepMillis()).position(e.position()),
                    in -> new Dialled(in.number("t"), in.number("l"), in.text("u"), in.text("d"), in.text("n"),
                            in.number("try"), in.number("keep"), in.optionalPosition())),
            new EventCodec<>("welcomed", Welcomed.class,
                    (e, out) -> out.number("l", e.link()).text("session", e.session()).text("nid", e.nodeId())
                            .flag("resumed", e.resumed()).position(e.position()).number("pending", e.pending()),
                    in -> new Welcomed(in.number("t"), in.number("l"), in.text("session"), in.text("nid"),
                            in.flag("resumed"), in.position(), in.number("pending"))),
            new EventCodec<>("got", Delivered.class,
                    (e, out) -> out.number("l", e.link()).position(e.position()).text("i", e.id())
                            .number("v", e.number()),
                    in -> new Delivered(in.number("t"), in.number("l"), in.position(), in.text("i"), in.number("v"))),
            new EventCodec<>("acked", Acknowledged.class,
                    (e, out) -> out.number("l", e.link()).position(e.position()),
                    in -> new Acknowledged(in.number("t"), in.number("l"), in.position())),
            new EventCodec<>("muted", Muted.class,
                    (e, out) -> out.number("l", e.link()),
                    in -> new Muted(in.number("t"), in.number("l"))),
            new EventCodec<>("deaf", Deafened.class,
                    (e, out) -> out.number("l", e.link()),
                    in -> new Deafened(in.number("t"), in.number("l"))),
            new EventCodec<>("bye", Departing.class,
                    (e, out) -> out.number("l", e.link()),
                    in -> new Departing(in.number("t"), in.number("l"))),
            new EventCodec<>("goodbye", Goodbye.class,
                    (e, out) -> out.number("l", e.link()).number("code", e.code()).number("retry", e.retryAfterMillis()),
                    in -> new Goodbye(in.number("t"), in.number("l"), (int) in.number("code"), in.number("retry"))),
            new EventCodec<>("ended", Ended.class,
                    (e, out) -> out.number("l", e.link()).number("code", e.code()),
                    in -> new Ended(in.number("t"), in.number("l"), (int) in.number("code"))),
            new EventCodec<>("started", NodeStarted.class,
                    (e, out) -> out.text("n", e.node()).number("pid", e.pid()),
                    in -> new NodeStarted(in.number("t"), in.text("n"), in.number("pid"))),
            new EventCodec<>("ready", NodeReady.class,
                    (e, out) -> out.text("n", e.node()).text("nid", e.nodeId()),
                    in -> new NodeReady(in.number("t"), in.text("n"), in.text("nid"))),
            new EventCodec<>("lost", NodeLost.class,
                    (e, out) -> out.text("n", e.node()).text("how", e.how()),
                    in -> new NodeLost(in.number("t"), in.text("n"), in.text("how"))),
            new EventCodec<>("back", NodeBack.class,
                    (e, out) -> out.text("n", e.node()),
                    in -> new NodeBack(in.number("t"), in.text("n"))),
            new EventCodec<>("fault", FaultBegun.class,
                    (e, out) -> out.number("no", e.number()).text("kind", e.kind()).texts("on", e.nodes())
                            .text("detail", e.detail()),
                    in -> new FaultBegun(in.number("t"), in.number("no"), in.text("kind"), in.texts("on"),
                            in.text("detail"))),
            new EventCodec<>("faultOver", FaultEnded.class,
                    (e, out) -> out.number("no", e.number()),
                    in -> new FaultEnded(in.number("t"), in.number("no"))),
            new EventCodec<>("cluster", ClusterSeen.class,
                    (e, out) -> out.text("n", e.node()).flag("safe", e.safe()).number("nodes", e.nodes()),
                    in -> new ClusterSeen(in.number("t"), in.text("n"), in.flag("safe"), (int) in.number("nodes"))),
            new EventCodec<>("user", UserSeen.class,
                    (e, out) -> out.number("asked", e.askedAt()).text("u", e.user()).text("n", e.node())
                            .flag("online", e.online()).text("p", e.epoch()).number("head", e.head())
                            .number("pending", e.pending()).texts("sessions", e.sessions())
                            .texts("devices", e.devices()),
                    in -> new UserSeen(in.number("t"), in.number("asked"), in.text("u"), in.text("n"),
                            in.flag("online"), in.optionalText("p"), in.number("head"), in.number("pending"),
                            in.texts("sessions"), in.texts("devices"))),
            new EventCodec<>("phase", Phase.class,
                    (e, out) -> out.text("name", e.name()),
                    in -> new Phase(in.number("t"), in.text("name"))));
    // spotless:on

    private static final Map<Class<?>, EventCodec<?>> BY_KIND =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventCodec::kind, Function.identity()));
    private static final Map<String, EventCodec<?>> BY_TAG =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventCodec::tag, Function.identity()));

    private EventCodecs() {}

    static void write(Event event, JsonLineWriter line) {
        EventCodec<?> shape = BY_KIND.get(event.getClass());
        if (shape == null) {
            throw new IllegalArgumentException("No line for " + event);
        }
        shape.write(event, line);
    }

    static Event read(JsonLineReader fields) {
        EventCodec<?> shape = BY_TAG.get(fields.text("e"));
        if (shape == null) {
            throw new IllegalArgumentException("No event is called " + fields.text("e"));
        }
        return shape.reader().apply(fields);
    }
}
