package io.heartline.store.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.config.Config;
import com.hazelcast.version.MemberVersion;
import io.heartline.store.partition.UserMap;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The version that a member writes, by what the others in sight can read. */
class StoredFormatTest {
    private final Member here = member("here", Map.of(StoredFormat.ATTRIBUTE, "3"));
    private final Member old = member("old", Map.of());
    private Set<Member> inSight = Set.of(here);
    private final StoredFormat format = new StoredFormat(() -> inSight);

    @Test
    void theNewestIsWrittenWhileAllReadIt() {
        assertThat(format.version()).isEqualTo(3);

        inSight = Set.of(here, member("other", Map.of(StoredFormat.ATTRIBUTE, "3")));
        assertThat(format.version()).isEqualTo(3);
    }

    @Test
    void aMemberOfTheVersionBeforeGetsWhatItReads() {
        inSight = Set.of(here, member("before", Map.of(StoredFormat.ATTRIBUTE, "2")));

        assertThat(format.version()).isEqualTo(2);
    }

    @Test
    void aMemberThatAnnouncesNothingReadsVersion1() {
        assertThat(format.version()).isEqualTo(3);

        inSight = Set.of(here, old);
        assertThat(format.version()).isEqualTo(1);

        inSight = Set.of(here);
        assertThat(format.version()).as("once it has left").isEqualTo(3);
    }

    @Test
    void aNewerMemberGetsWhatThisOneWrites() {
        inSight = Set.of(here, member("newer", Map.of(StoredFormat.ATTRIBUTE, "4")));

        assertThat(format.version()).isEqualTo(3);
    }

    @Test
    void aMemberThatAnnouncesNoNumberGetsTheOldest() {
        inSight = Set.of(here, member("odd", Map.of(StoredFormat.ATTRIBUTE, "new")));

        assertThat(format.version()).isEqualTo(1);
    }

    /** A service that publishes over the event bus announces nothing. */
    @Test
    void aLiteMemberHoldsNoEntries() {
        Member lite = new MemberImpl.Builder(address())
                .version(MemberVersion.of("5.7.0"))
                .uuid(UUID.randomUUID())
                .liteMember(true)
                .build();
        inSight = Set.of(here, lite);

        assertThat(format.version()).isEqualTo(3);
    }

    @Test
    void aMergeIsWrittenInTheOldest() {
        format.onMerge(true);
        assertThat(format.version()).isEqualTo(1);
        assertThat(format.commandVersion())
                .as("of commands, which go out at once")
                .isEqualTo(3);

        format.onMerge(false);
        assertThat(format.version()).isEqualTo(3);
    }

    @Test
    void aMemberWithNobodyInSightWritesTheOldest() {
        inSight = Set.of();

        assertThat(format.version()).isEqualTo(1);
    }

    @Test
    void everyMemberThatHoldsEntriesAnnouncesWhatItReads() {
        Config config = new Config();

        UserMap.configure(config, 1);

        assertThat(config.getMemberAttributeConfig().getAttribute(StoredFormat.ATTRIBUTE))
                .isEqualTo("3");
    }

    private static Member member(String name, Map<String, String> attributes) {
        return new MemberImpl.Builder(address())
                .version(MemberVersion.of("5.7.0"))
                .uuid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
                .attributes(attributes)
                .build();
    }

    private static Address address() {
        return new Address(InetAddress.getLoopbackAddress(), 5701);
    }
}
