package io.heartline.delivery;

import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches of hints, as {@link HintBatch} writes them. Stateless.
 *
 * <pre>
 *   'H' version node | gateway:4 number:8 count:4 | hint*      node is the same in every version, so that a gap has a name
 *   hint = MESSAGE user session epoch seq encoded    encoded: 0, or a frame and at:8
 *        | TRANSIENT user session frame              frame: its length + 1 and its bytes
 *        | ANOTHER session                         the hint before it, for another session
 *        | EVICT user session cause:1
 *        | SETTLED user id
 * </pre>
 *
 * Texts are UTF-8 after their length in bytes. Lengths and {@code seq} are written seven bits a byte, the lowest first,
 * the highest bit saying that more follow; other numbers have the size shown, the highest byte first.
 */
final class HintCodec {
    static final byte MAGIC = 'H';
    static final byte VERSION = 1;

    static final byte MESSAGE = 1;
    static final byte TRANSIENT = 2;
    static final byte ANOTHER = 3;
    static final byte EVICT = 4;
    static final byte SETTLED = 5;

    /**
     * The header of a batch.
     *
     * @param number counts the batches from this sender to this peer, from 1, without gaps unless hints were lost
     * @param count the number of its hints
     */
    record Header(GatewayId sender, long number, int count) {}

    private final HintReader in;
    private @Nullable Hint last;

    private HintCodec(HintReader in) {
        this.in = in;
    }

    /** Reads the header of a batch; throws {@link MalformedBatch} and nothing else. */
    static Header header(Buffer batch) {
        return header(new HintReader(batch));
    }

    /**
     * Reads all hints, in their order. Frames are slices of the batch, not copies.
     *
     * @throws MalformedBatch if it breaks off; the hints before have been given out
     */
    static void hints(Buffer batch, Consumer<Hint> reader) {
        HintReader in = new HintReader(batch);
        int count = header(in).count();
        HintCodec codec = new HintCodec(in);
        for (int i = 0; i < count; i++) {
            reader.accept(codec.next());
        }
        in.end();
    }

    private static Header header(HintReader in) {
        if (in.octet() != MAGIC) {
            throw in.malformed("this is no batch of hints");
        }
        byte version = in.octet();
        in.sentBy(in.text());
        if (version != VERSION) {
            throw in.malformed("version " + version + " is not known here");
        }
        return new Header(new GatewayId(in.sender(), in.int4()), in.int8(), in.int4());
    }

    private Hint next() {
        byte kind = in.octet();
        Hint hint =
                switch (kind) {
                    case MESSAGE ->
                        new Hint.Message(in.text(), in.text(), new Position(in.text(), in.number()), encoded());
                    case TRANSIENT -> new Hint.Transient(in.text(), in.text(), frame());
                    case ANOTHER -> another(in.text());
                    case EVICT -> new Hint.Evict(in.text(), in.text(), cause(in.octet()));
                    case SETTLED -> new Hint.Settled(in.text(), in.text());
                    default -> throw in.malformed("a hint of kind " + kind + " is not known here");
                };
        last = hint;
        return hint;
    }

    private Hint another(String session) {
        Hint hint = last == null ? null : last.forSession(session);
        if (hint == null) {
            throw in.malformed("there is no hint to repeat for another session");
        }
        return hint;
    }

    private @Nullable Encoded encoded() {
        Buffer frame = in.frameOrNone();
        return frame == null ? null : new Encoded(in.int8(), frame);
    }

    private Buffer frame() {
        Buffer frame = in.frameOrNone();
        if (frame == null) {
            throw in.malformed("a transient message has no frame");
        }
        return frame;
    }

    static byte code(Eviction.Cause cause) {
        return switch (cause) {
            case REPLACED -> 1;
            case POSITION_LOST -> 2;
            case REMOVED -> 3;
        };
    }

    private Eviction.Cause cause(byte code) {
        return switch (code) {
            case 1 -> Eviction.Cause.REPLACED;
            case 2 -> Eviction.Cause.POSITION_LOST;
            case 3 -> Eviction.Cause.REMOVED;
            default -> throw in.malformed("an eviction for cause " + code + " is not known here");
        };
    }
}
