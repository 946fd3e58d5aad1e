package io.heartline.cli;

import io.heartline.cli.demo.ChildNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables {@code HEARTLINE_…} of the environment. An empty one counts as not given. Those that Kubernetes makes for
 * services whose names begin with {@code heartline} are nobody's options, and are left out.
 */
final class Variables {
    private static final String PREFIX = "HEARTLINE_";
    /** Variables that are no options. */
    private static final Set<String> OTHERS = Set.of("HEARTLINE_LOG_LEVEL", ChildNode.PARENT_PID);

    /** The variables that Kubernetes makes for a service: a host, ports by name, and addresses by number and protocol. */
    private static final Pattern OF_A_SERVICE =
            Pattern.compile("HEARTLINE_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)"
                    + "|HEARTLINE_(SERVICE|PORT)_.*");

    private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> given = new TreeMap<>();

    Variables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isEmpty() && !isOfAService(name, value)) {
                given.put(name, value);
            }
        });
    }

    private static boolean isOfAService(String name, String value) {
        return OF_A_SERVICE.matcher(name).matches()
                || (name.endsWith("_PORT")
                        && ADDRESS_OF_A_SERVICE.matcher(value).matches());
    }

    /** The name of the variable for an option, as {@code HEARTLINE_CLUSTER_PORT} for {@code --cluster-port}. */
    static String nameOf(String option) {
        return PREFIX + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The value for an option; null if it is not given. */
    @Nullable
    String get(String option) {
        return given.get(nameOf(option));
    }

    /** The same variables without that of an option. */
    Variables without(String option) {
        Map<String, String> less = new TreeMap<>(given);
        less.remove(nameOf(option));
        return new Variables(less);
    }

    /** True if each is that of one of these options, or is no option's at all. */
    boolean areAllOf(Collection<String> options) {
        return unknown(names(options)).isEmpty();
    }

    /** A fault for each variable that is none of these options'. */
    List<String> faults(Collection<String> options) {
        Set<String> names = names(options);
        List<String> faults = new ArrayList<>();
        for (String name : unknown(names)) {
            faults.add(name + ": no option has this variable" + Suggestion.ending(name, names));
        }
        return faults;
    }

    private Set<String> unknown(Set<String> names) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(names);
        return unknown;
    }

    private static Set<String> names(Collection<String> options) {
        return Stream.concat(options.stream().map(Variables::nameOf), OTHERS.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Variables variables && given.equals(variables.given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }
}
