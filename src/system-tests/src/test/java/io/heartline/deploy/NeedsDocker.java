package io.heartline.deploy;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a class if no Docker engine answers, or if this machine can't reach containers by their addresses. (A
 * class that gave up in {@code @BeforeAll} would be reported as one without tests.)
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDocker.Condition.class)
public @interface NeedsDocker {
    /** Looks for the engine. */
    final class Condition implements ExecutionCondition {
        private static final Duration WITHIN = Duration.ofSeconds(20);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!OS.LINUX.isCurrentOs()) {
                return ConditionEvaluationResult.disabled("only Linux reaches containers by their addresses");
            }
            try {
                Docker.run(WITHIN, "docker", "info", "--format", "{{.ServerVersion}}");
                Docker.run(WITHIN, "docker", "buildx", "version");
                Docker.run(WITHIN, "docker", "compose", "version");
                return ConditionEvaluationResult.enabled("a Docker engine answers");
            } catch (IOException | AssertionError none) {
                return ConditionEvaluationResult.disabled(
                        "no Docker engine answers here, or its plugins buildx and compose are missing");
            }
        }
    }
}
