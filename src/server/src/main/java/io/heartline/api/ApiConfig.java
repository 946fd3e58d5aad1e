package io.heartline.api;

import io.heartline.auth.OriginList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the API.
 *
 * @param maxBodyBytes the largest body of a push, as published
 * @param batchInFlight the most pushes of one batch that are in flight; the rest stay with the publisher
 * @param publishRate the most pushes of one publisher in a second, at each gateway; 0 for no limit
 * @param publishBurst the most pushes at once after a rest
 * @param corsOrigins the origins whose pages may call the API; {@code *} for all, none by default
 * @param home the page to which {@code /} redirects; null for none
 * @param patience the timeout of a push's body, and of a batch that brings no line and takes no answer
 */
public record ApiConfig(
        int maxBodyBytes,
        int batchInFlight,
        int publishRate,
        int publishBurst,
        List<String> corsOrigins,
        @Nullable String home,
        Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(100);

    /** The defaults of PROTOCOL.md. */
    public static final ApiConfig DEFAULT = new ApiConfig(65_536, 256, 0, 1_000, List.of());

    private static final int MOST_BODY_BYTES = 16 * 1024 * 1024;
    private static final int MOST_IN_FLIGHT = 10_000;
    private static final int MOST_RATE = 10_000_000;

    /** The most bytes of a request beside the body: 1,000 users with each character escaped, and the other fields. */
    private static final int BESIDE_THE_BODY = 1_000 * (6 * 256 + 4) + 8 * 1024;

    /**
     * A path other than / that a browser does not take for a host, or a URL; no characters that would end a header.
     */
    private static final Pattern PAGE = Pattern.compile("(/(?![/\\\\])|https?://(?!/))[\\x21-\\x7e]+");

    /** Throws an {@link IllegalArgumentException} with a line for each fault. */
    public ApiConfig {
        List<String> faults = new ArrayList<>();
        within(faults, "max-body-bytes", maxBodyBytes, 1, MOST_BODY_BYTES);
        within(faults, "batch-in-flight", batchInFlight, 1, MOST_IN_FLIGHT);
        within(faults, "publish-rate", publishRate, 0, MOST_RATE);
        within(faults, "publish-burst", publishBurst, 1, MOST_RATE);
        for (String origin : corsOrigins) {
            String fault = OriginList.fault(origin);
            if (fault != null) {
                faults.add("cors-origins: '" + origin + "' " + fault);
            }
        }
        if (patience.compareTo(SHORTEST_PATIENCE) < 0) {
            faults.add("patience-millis: must be at least " + SHORTEST_PATIENCE.toMillis());
        }
        if (home != null && !PAGE.matcher(home).matches()) {
            faults.add("home: '" + home + "' must be an http:// or https:// address, or a path other than /");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        corsOrigins = List.copyOf(corsOrigins);
    }

    /** One that is as patient as usual. */
    public ApiConfig(
            int maxBodyBytes,
            int batchInFlight,
            int publishRate,
            int publishBurst,
            List<String> corsOrigins,
            @Nullable String home) {
        this(maxBodyBytes, batchInFlight, publishRate, publishBurst, corsOrigins, home, PATIENCE);
    }

    /** One without a page at {@code /}. */
    public ApiConfig(int maxBodyBytes, int batchInFlight, int publishRate, int publishBurst, List<String> corsOrigins) {
        this(maxBodyBytes, batchInFlight, publishRate, publishBurst, corsOrigins, null);
    }

    /** The most bytes of a request, or of a line of a batch. */
    int maxRequestBytes() {
        return maxBodyBytes + BESIDE_THE_BODY;
    }

    private static void within(List<String> faults, String option, int value, int least, int most) {
        if (value < least || value > most) {
            faults.add(option + ": must be between " + least + " and " + most + ", not " + value);
        }
    }
}
