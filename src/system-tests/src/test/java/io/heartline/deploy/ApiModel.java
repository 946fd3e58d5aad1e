package io.heartline.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Validates a manifest strictly: finds unknown fields, and values of the wrong type. */
final class ApiModel {
    private static final String CORE = "io.fabric8.kubernetes.api.model.";
    private static final String MONITORING = "io.fabric8.openshift.api.model.monitoring.v1.";

    /** The kinds of objects that the manifests use, with their API classes. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", CORE + "Namespace"),
            Map.entry("v1 ServiceAccount", CORE + "ServiceAccount"),
            Map.entry("v1 ConfigMap", CORE + "ConfigMap"),
            Map.entry("v1 Secret", CORE + "Secret"),
            Map.entry("v1 Service", CORE + "Service"),
            Map.entry("apps/v1 StatefulSet", CORE + "apps.StatefulSet"),
            Map.entry("policy/v1 PodDisruptionBudget", CORE + "policy.v1.PodDisruptionBudget"),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", CORE + "autoscaling.v2.HorizontalPodAutoscaler"),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", CORE + "networking.v1.NetworkPolicy"),
            Map.entry("networking.k8s.io/v1 Ingress", CORE + "networking.v1.Ingress"),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", MONITORING + "ServiceMonitor"),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", MONITORING + "PrometheusRule"));

    private static final Set<Class<?>> NUMBERS = Set.of(Integer.class, Long.class, int.class, long.class);
    /** Types that may be written as a text or as a number. */
    private static final Set<String> EITHER = Set.of(CORE + "IntOrString", CORE + "Quantity");

    /** Allowed values of fields, by kind of object and field. The API classes declare these fields only as texts. */
    private static final Map<String, Set<String>> WORDS = Map.ofEntries(
            Map.entry("StatefulSetSpec.podManagementPolicy", Set.of("Parallel", "OrderedReady")),
            Map.entry("StatefulSetUpdateStrategy.type", Set.of("RollingUpdate", "OnDelete")),
            Map.entry("Container.imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("SeccompProfile.type", Set.of("RuntimeDefault", "Localhost", "Unconfined")),
            Map.entry("TopologySpreadConstraint.whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("NetworkPolicySpec.policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("NetworkPolicyPort.protocol", Set.of("TCP", "UDP", "SCTP")),
            Map.entry("HTTPIngressPath.pathType", Set.of("Exact", "Prefix", "ImplementationSpecific")),
            Map.entry("MetricSpec.type", Set.of("Pods", "Resource", "ContainerResource", "Object", "External")),
            Map.entry("MetricTarget.type", Set.of("AverageValue", "Utilization", "Value")),
            Map.entry("HPAScalingPolicy.type", Set.of("Pods", "Percent")));

    private final List<String> faults = new ArrayList<>();

    private ApiModel() {}

    /** The faults of a manifest, one line each. */
    static List<String> faultsOf(Tree manifest) {
        String kind =
                manifest.at("apiVersion").text() + " " + manifest.at("kind").text();
        String model = KINDS.get(kind);
        if (model == null) {
            return List.of(manifest.where() + ": there is no " + kind);
        }
        ApiModel reading = new ApiModel();
        try {
            reading.check(manifest, Class.forName(model));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return reading.faults;
    }

    private void check(Tree place, Type type) {
        if (!place.isThere() || type == Object.class) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            checkAll(place, generic);
        } else if (type instanceof Class<?> scalar && isScalar(scalar)) {
            if (!fits(place.value(), scalar)) {
                faults.add(place.where() + ": must be a " + scalar.getSimpleName() + ", not " + place.value());
            }
        } else {
            checkFields(place, (Class<?>) type);
        }
    }

    private void checkAll(Tree place, ParameterizedType generic) {
        boolean list = List.class.isAssignableFrom((Class<?>) generic.getRawType());
        if (list != place.value() instanceof List<?>) {
            faults.add(place.where() + (list ? ": must be a list" : ": must not be a list"));
            return;
        }
        Type item = generic.getActualTypeArguments()[list ? 0 : 1];
        place.each().forEach(each -> check(each, item));
    }

    private void checkFields(Tree place, Class<?> type) {
        if (!(place.value() instanceof Map<?, ?>)) {
            faults.add(place.where() + ": must be a mapping, not " + place.value());
            return;
        }
        Map<String, Type> fields = new HashMap<>();
        for (Field field : type.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            if (property != null) {
                fields.put(property.value(), field.getGenericType());
            }
        }
        for (String key : place.keys()) {
            if (fields.containsKey(key)) {
                check(place.at(key), fields.get(key));
                checkWords(place.at(key), type.getSimpleName() + "." + key);
            } else {
                faults.add(place.where() + ": " + type.getSimpleName() + " has no field " + key);
            }
        }
    }

    private void checkWords(Tree place, String field) {
        Set<String> known = WORDS.get(field);
        if (known != null) {
            place.all()
                    .map(Tree::value)
                    .filter(String.class::isInstance)
                    .filter(word -> !known.contains(word))
                    .forEach(word -> faults.add(place.where() + ": must be one of " + known + ", not " + word));
        }
    }

    private static boolean isScalar(Class<?> type) {
        return type == String.class
                || type == Boolean.class
                || NUMBERS.contains(type)
                || EITHER.contains(type.getName());
    }

    private static boolean fits(Object value, Class<?> type) {
        if (EITHER.contains(type.getName())) {
            return value instanceof String || value instanceof Integer;
        }
        return NUMBERS.contains(type) ? value instanceof Integer : type.isInstance(value);
    }
}
