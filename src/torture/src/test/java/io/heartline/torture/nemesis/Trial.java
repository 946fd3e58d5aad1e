package io.heartline.torture.nemesis;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.FieldConfig;
import io.heartline.torture.field.FieldConfig.Launch;
import io.heartline.torture.field.HeartlineJar;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.history.MemoryRecorder;
import io.heartline.torture.nemesis.FaultPlan.Limits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Faults by hand: {@code Trial NETWORK NODES SEED FAULTS [KIND,KIND]}, on the jar in {@code target}. Logs go to
 * {@code target/trial}.
 */
final class Trial {
    private Trial() {}

    public static void main(String... args) throws Exception {
        HeartlineJar jar = HeartlineJar.of(Path.of(System.getProperty("heartline.jar", "target/heartline.jar")));
        int nodes = Integer.parseInt(args[1]);
        Launch launch = Launch.of(jar, List.of()).withClocks();
        FieldConfig config =
                new FieldConfig(nodes, 1, NetworkKind.valueOf(args[0]), Path.of("target", "trial"), launch);
        MemoryRecorder journal = MemoryRecorder.telling(System.out::println);
        try (Field field = Field.open(config, journal)) {
            for (FaultKind kind : FaultKind.values()) {
                kind.missingOn(field).ifPresent(why -> System.out.println("no " + kind.label() + ": " + why));
            }
            Set<FaultKind> kinds = FaultKind.availableOn(field);
            if (args.length > 4) {
                kinds = EnumSet.noneOf(FaultKind.class);
                Arrays.stream(args[4].split(",")).map(FaultKind::valueOf).forEach(kinds::add);
            }
            field.startAll();
            FaultPlan plan = new FaultPlan(Long.parseLong(args[2]), new Limits(nodes, 1, 1, 200, kinds));
            long count = new Nemesis(field, plan, journal).run(Nemesis.Until.faults(Long.parseLong(args[3])));
            System.out.println(count + " faults");
        }
    }
}
