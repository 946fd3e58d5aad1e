package io.heartline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rooms of the server, and the imports that each allows.
 *
 * <p>A room is a package below {@code io.heartline} with one purpose and a {@code package-info.java}. It imports only rooms
 * above it in {@link #ROOMS}, and of these, and of the libraries, nothing that its row forbids.
 */
@AnalyzeClasses(
        packages = "io.heartline",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NotTestSupport.class})
class ArchitectureTest {

    /** The module {@code test-support} is on the class path of tests only. */
    static final class NotTestSupport implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/testsupport/");
        }
    }

    private static final Ban HAZELCAST = library("Hazelcast", "com.hazelcast..");
    private static final Ban HTTP = library("HTTP", "io.vertx.core.http..", "io.vertx.ext.web..");
    private static final Ban EVENT_BUS = library("the event bus", "io.vertx.core.eventbus..");
    private static final Ban WEBSOCKET = new Ban("WebSocket", webSocketTypes());
    private static final Ban ANY_ROOM = new Ban("any room", resideInAPackage("io.heartline.."));
    private static final Ban ALL_BUT_JDK = new Ban("anything but the JDK", not(partOfTheJdkOrNullnessAnnotation()));

    // spotless:off
    /** A room imports only rooms above it. */
    private static final List<Room> ROOMS = List.of(
            //    room          purpose                                    never imports
            room("protocol",   "frames and their codec",                  ANY_ROOM, HTTP, HAZELCAST),
            room("user",       "everything known about one user",         ANY_ROOM, ALL_BUT_JDK),
            room("telemetry",  "names of meters",                         ANY_ROOM),
            room("trust",      "certificates, the cluster's secret",      ANY_ROOM, HAZELCAST),
            room("auth",       "token or key to principal",               otherRoom("protocol"), HAZELCAST),
            room("cluster",    "members in sight and trusted",            otherRoom("protocol"), otherRoom("store"), HTTP),
            room("store",      "applies commands to entries",             otherRoom("protocol"), HTTP, EVENT_BUS),
            room("delivery",   "from a push to the gateway of a socket",  otherRoom("session"), HTTP, WEBSOCKET, HAZELCAST),
            room("sweep",      "the pass over this node's partitions",    otherRoom("session"), HTTP),
            room("session",    "one device's live connection",            otherRoom("cluster"), otherRoom("api"), HAZELCAST),
            room("api",        "HTTP and event bus in",                   otherRoom("session"), WEBSOCKET, HAZELCAST),
            room("node",       "builds and connects the rooms"));
    // spotless:on

    /** Rooms whose mutable state belongs to one thread, or that have none: no locks, no concurrent maps, no waiting. */
    private static final String[] WITHOUT_LOCKS = packages(Stream.of("user", "delivery", "sweep", "session", "api"));

    @ArchTest
    static void everyClassIsInARoom(JavaClasses code) {
        classes().should().resideInAnyPackage(allRooms()).check(code);
    }

    @ArchTest
    static void everyRoomSaysWhatItIsForInItsPackageInfo(JavaClasses code) {
        for (Room room : ROOMS) {
            assertThat(code.getPackage("io.heartline." + room.name).tryGetPackageInfo())
                    .as("package-info of " + room)
                    .isPresent();
        }
    }

    @ArchTest
    static void aRoomImportsOnlyRoomsAboveIt(JavaClasses code) {
        checkAll(code, ROOMS.stream().map(room -> room.never(new Ban("a room below it", room.below()))));
    }

    /** The packages of {@code store}, each of which imports only those before it. */
    @ArchTest
    static void thePackagesOfTheStoreHaveAnOrder(JavaClasses code) {
        List<String> order = Stream.of("codec", "split", "memory", "partition", "")
                .map(name -> "io.heartline.store" + (name.isEmpty() ? "" : "." + name))
                .toList();
        checkAll(code, IntStream.range(0, order.size() - 1).mapToObj(i -> noClasses()
                .that()
                .resideInAPackage(order.get(i))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(order.subList(i + 1, order.size()).toArray(String[]::new)))));
    }

    @ArchTest
    static void aRoomNeverImportsWhatItsRowForbids(JavaClasses code) {
        checkAll(code, ROOMS.stream().flatMap(room -> room.bans.stream().map(room::never)));
    }

    @ArchTest
    static void roomsOwnedByOneThreadHaveNoLocksAndNoConcurrentMaps(JavaClasses code) {
        noClasses()
                .that()
                .resideInAnyPackage(WITHOUT_LOCKS)
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent.locks..")
                        .or(JavaClass.Predicates.assignableTo(ConcurrentMap.class)))
                .allowEmptyShould(true)
                .check(code);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(WITHOUT_LOCKS)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true)
                .check(code);
    }

    @ArchTest
    static void roomsOwnedByOneThreadNeverSleep(JavaClasses code) {
        noClasses()
                .that()
                .resideInAnyPackage(WITHOUT_LOCKS)
                .should()
                .callMethodWhere(describe(
                        "Thread.sleep",
                        call -> call.getTarget().getOwner().isAssignableTo(Thread.class)
                                && call.getTarget().getName().equals("sleep")))
                .allowEmptyShould(true)
                .check(code);
    }

    /** With these calls, a member that hangs delays the heartbeats of all others: see {@code SafeState}. */
    @ArchTest
    static void nobodyAsksHazelcastsMembersWhetherTheyAreSafe(JavaClasses code) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveSimpleName("SafeStateCheckOperation")
                .orShould()
                .callMethodWhere(target(name("isClusterSafe")).or(target(name("isMemberSafe"))))
                .check(code);
    }

    @ArchTest
    static void whatIsKnownOfAUserHasNoClockNoRandomAndNoInput(JavaClasses code) {
        noClasses()
                .that()
                .resideInAPackage("io.heartline.user..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                        .or(belongToAnyOf(Clock.class, Thread.class))
                        .or(JavaClass.Predicates.assignableTo(RandomGenerator.class)))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .allowEmptyShould(true)
                .check(code);
    }

    /** One row of the table: a package, what it is about, and what it never imports. */
    private record Room(String name, String about, List<Ban> bans) {

        ArchRule never(Ban ban) {
            return noClasses()
                    .that(own())
                    .should()
                    .dependOnClassesThat(ban.types.and(not(own())))
                    .as(this + " never imports " + ban.what)
                    .allowEmptyShould(true);
        }

        DescribedPredicate<JavaClass> own() {
            return resideInAPackage("io.heartline." + name + "..");
        }

        DescribedPredicate<JavaClass> below() {
            return resideInAnyPackage(packages(ROOMS.subList(ROOMS.indexOf(this) + 1, ROOMS.size()).stream()
                    .map(Room::name)));
        }

        @Override
        public String toString() {
            return "'" + name + "' (" + about + ")";
        }
    }

    /** Types that a room never imports. */
    private record Ban(String what, DescribedPredicate<JavaClass> types) {}

    private static Room room(String name, String about, Ban... bans) {
        return new Room(name, about, List.of(bans));
    }

    private static Ban library(String what, String... packages) {
        return new Ban(what, resideInAnyPackage(packages));
    }

    private static Ban otherRoom(String name) {
        return library("'" + name + "'", "io.heartline." + name + "..");
    }

    private static DescribedPredicate<JavaClass> webSocketTypes() {
        return resideInAPackage("io.vertx.core.http..")
                .and(describe("a WebSocket type", type -> type.getSimpleName().contains("WebSocket")));
    }

    private static DescribedPredicate<JavaClass> partOfTheJdkOrNullnessAnnotation() {
        return resideInAnyPackage("java..", "org.jspecify.annotations")
                .or(describe("primitive", type -> type.getBaseComponentType().isPrimitive()));
    }

    private static String[] allRooms() {
        return packages(ROOMS.stream().map(Room::name));
    }

    private static String[] packages(Stream<String> rooms) {
        return rooms.map(room -> "io.heartline." + room + "..").toArray(String[]::new);
    }

    /** Checks all rules before it fails, so that one run names every violation. */
    private static void checkAll(JavaClasses code, Stream<ArchRule> rules) {
        CompositeArchRule.of(rules.toList()).allowEmptyShould(true).check(code);
    }
}
