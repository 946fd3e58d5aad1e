package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Attach.Target;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Refused;
import io.heartline.user.PushOutcome.MailboxFull;
import io.heartline.user.PushOutcome.Pushed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user in a test, with a clock that the test moves. Every command is also checked for the guarantees of all commands. */
final class User {
    static final ReadLimit PLENTY = new ReadLimit(1_000, 1 << 20);

    UserState state = UserState.ABSENT;
    Transition<?> last;
    long now = 1_000_000_000;
    private final Writer owner;
    private int made;

    private User(Writer owner) {
        this.owner = owner;
    }

    static User user() {
        return new User(new Writer("node-1"));
    }

    /** A copy of the user on another owner, which diverges from here on. */
    User asSeenBy(String otherNode) {
        return asSeenBy(new Writer(otherNode));
    }

    User asSeenBy(Writer otherOwner) {
        User there = new User(otherOwner);
        there.state = state;
        there.now = now;
        there.made = made + 1_000;
        return there;
    }

    User becomes(UserState other) {
        state = other;
        return this;
    }

    User later(Duration passed) {
        now += passed.toMillis();
        return this;
    }

    <R> R does(UserCommand<R> command) {
        Transition<R> transition = Applied.to(state, command, owner);
        last = transition;
        state = transition.next();
        return transition.outcome();
    }

    Pushed isPushed(String id) {
        return pushing(id).isStored();
    }

    void isPushed(String... ids) {
        List.of(ids).forEach(this::isPushed);
    }

    Pushing pushing(String id) {
        return new Pushing(id);
    }

    Connection connects(String device) {
        return device(device).connects();
    }

    Connecting device(String name) {
        return new Connecting(new Target.Named(name));
    }

    Connecting plain(String route) {
        return new Connecting(new Target.Plain(route));
    }

    Sweep.Swept isSwept(String... aliveNodes) {
        return does(new Sweep(Set.of(aliveNodes), now, now));
    }

    int isCleared() {
        return does(new Clear(now)).messages();
    }

    Removed isDisconnected(@Nullable Long notBefore) {
        return does(new DisconnectUser(notBefore, entropy(), now));
    }

    Removed losesDevice(String device) {
        return does(new RemoveDevice(device, now));
    }

    UserView described() {
        return does(new Describe(now));
    }

    Optional<MessageView> message(String id) {
        return does(new FindMessage(id, now));
    }

    /** The ids of all messages that are owed to any device, in order. */
    List<String> owes() {
        return Contents.messages(state.at(now).mailbox()).stream()
                .filter(Message::owed)
                .map(Message::id)
                .toList();
    }

    List<String> devices() {
        return state.at(now).devices().all().stream().map(Device::name).toList();
    }

    Position position(long seq) {
        return new Position(state.epoch(), seq);
    }

    long entropy() {
        return ++made * 0x9E3779B97F4A7C15L + owner.toString().hashCode();
    }

    /** A push that is about to be made. */
    final class Pushing {
        private final String id;
        private int bytes = 10;
        private long ttlMillis = 604_800_000;
        private @Nullable DeliveryWatch watch;
        private MailboxLimits limits = MailboxLimits.DEFAULT;

        private Pushing(String id) {
            this.id = id;
        }

        Pushing ofBytes(int length) {
            bytes = length;
            return this;
        }

        Pushing livingFor(Duration ttl) {
            ttlMillis = ttl.toMillis();
            return this;
        }

        Pushing awaitedAt(String gateway) {
            watch = new DeliveryWatch(gateway, false);
            return this;
        }

        Pushing withReceipt() {
            watch = DeliveryWatch.RECEIPT;
            return this;
        }

        Pushing within(int messages, long limitBytes) {
            limits = new MailboxLimits(messages, limitBytes);
            return this;
        }

        Push command() {
            return new Push(id, Body.of(new byte[bytes]), ttlMillis, watch, limits, entropy(), now);
        }

        Pushed isStored() {
            return (Pushed) does(command());
        }

        MailboxFull isRefused() {
            return (MailboxFull) does(command());
        }
    }

    /** A connection that is about to be made. */
    final class Connecting {
        private final Target target;
        private @Nullable Position position;
        private long attempt = LiveSession.NO_ATTEMPT;
        private long keepMillis = 300_000;
        private String node = "node-1";
        private boolean again;
        private long since = now;
        private long issuedAt = Attach.NO_TOKEN;

        private Connecting(Target target) {
            this.target = target;
        }

        Connecting having(@Nullable Position finished) {
            position = finished;
            return this;
        }

        Connecting havingFinished(long seq) {
            return having(User.this.position(seq));
        }

        Connecting attempt(long number) {
            attempt = number;
            return this;
        }

        Connecting keptFor(Duration keep) {
            keepMillis = keep.toMillis();
            return this;
        }

        Connecting on(String nodeId) {
            node = nodeId;
            return this;
        }

        Connecting issuedAt(long time) {
            issuedAt = time;
            return this;
        }

        Connecting again(long connectedAt) {
            again = true;
            since = connectedAt;
            return this;
        }

        Attach command() {
            LiveSession session =
                    new LiveSession("session-" + ++made + "-" + owner.node(), node, 0, attempt, since, "websocket");
            return new Attach(session, target, keepMillis, position, again, PLENTY, entropy(), issuedAt, now);
        }

        Connection connects() {
            Attach command = command();
            return new Connection(User.this, command, (Attached) does(command));
        }

        AttachOutcome.Reason isRefused() {
            Contents before = Contents.of(state.at(now));
            Refused refused = (Refused) does(command());
            assertThat(Contents.of(state)).isEqualTo(before);
            return refused.reason();
        }
    }
}
