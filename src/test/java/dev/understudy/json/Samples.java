package dev.understudy.json;

import static java.util.Map.entry;

import dev.understudy.model.Capability;
import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Spike;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.Rates;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ThinkingTokens;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes valid records of any class by reflection, with everything in them or as little as can be.
 */
final class Samples {

  /** What a component must be for its record to be valid; by name. */
  private static final Map<String, Object> BY_NAME =
      Map.ofEntries(
          entry("trainingDataCutoff", "2024-06"),
          entry("contextWindow", 1_000_000),
          entry("totalParams", 1_000L),
          entry("numExperts", 128),
          entry("inputTokens", 1_000L),
          entry("outputTokens", 1_000L),
          entry("usual", ReasoningEffort.HIGH),
          entry("p", 0.25),
          entry("probability", 0.25),
          entry("prefillSecondsPerToken", 0.25),
          entry("to", LocalDate.of(2026, 2, 1)),
          entry("deprecationDate", LocalDate.of(2026, 2, 1)),
          entry("retirementDate", LocalDate.of(2027, 3, 31)));

  private static final Map<Class<?>, Object> BY_TYPE =
      Map.ofEntries(
          entry(int.class, 7),
          entry(Integer.class, 7),
          entry(long.class, 7L),
          entry(Long.class, 7L),
          entry(double.class, 1.5),
          entry(Double.class, 1.5),
          entry(boolean.class, true),
          entry(Boolean.class, true),
          entry(BigDecimal.class, new BigDecimal("0.0000001")),
          entry(LocalDate.class, LocalDate.of(2025, 1, 31)),
          entry(Instant.class, Instant.parse("2026-01-31T12:30:00.125Z")));

  /** Records whose components must agree with each other. */
  private static final Map<Class<?>, Object> FULL =
      Map.of(
          LatencyDistribution.class,
          LatencyDistribution.ofQuantiles(
                  List.of(new Quantile(0, 0.1), new Quantile(0.5, 0.3), new Quantile(1, 1.7)))
              .withSpike(new Spike(0.01, 4.5)));

  /** Records that are not valid without any of what may be null. */
  private static final Map<Class<?>, Object> SPARSE =
      Map.of(
          ConditionalPrice.class,
          new ConditionalPrice(
              null,
              LocalDate.of(2026, 2, 1),
              null,
              null,
              null,
              new Rates(BigDecimal.ONE, null, null, null, null, null, null, null)),
          LatencyDistribution.class,
          LatencyDistribution.normal(0.3, 0.1),
          ThinkingTokens.class,
          ThinkingTokens.ofMedium(300));

  private Samples() {}

  /** A record with every component set. */
  static <T> T full(Class<T> type) {
    return type.cast(value(type, "", true));
  }

  /** A record in which every component that may be null is, and every list is empty. */
  static <T> T sparse(Class<T> type) {
    return type.cast(value(type, "", false));
  }

  private static Object value(Type type, String name, boolean full) {
    if (type instanceof ParameterizedType generic) {
      return collection(generic, full);
    }
    Class<?> raw = (Class<?>) type;
    Object fixed = BY_NAME.getOrDefault(name, BY_TYPE.get(raw));
    if (fixed != null && wrapped(raw).isInstance(fixed)) {
      return fixed;
    }
    if (raw == String.class) {
      return name;
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[0];
    }
    if (raw == ModelCapabilities.class) {
      return full ? capabilities() : ModelCapabilities.UNKNOWN;
    }
    if (raw.isRecord()) {
      Object fitting = (full ? FULL : SPARSE).get(raw);
      return fitting != null ? fitting : make(raw, full);
    }
    throw new IllegalArgumentException(name + " of " + type + " (expected: a type with a sample)");
  }

  private static Class<?> wrapped(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  private static Object collection(ParameterizedType type, boolean full) {
    if (type.getRawType() == Map.class) {
      return full ? json() : Map.of();
    }
    boolean oneAtLeast = type.getActualTypeArguments()[0].getTypeName().endsWith(".Modality");
    List<Object> elements = new ArrayList<>();
    if (full || oneAtLeast) {
      elements.add(value(type.getActualTypeArguments()[0], "element", full));
    }
    return type.getRawType() == Set.class ? Set.copyOf(elements) : elements;
  }

  private static Map<String, Object> json() {
    return Map.of(
        "text", "\u00e9 \"quoted\" \u2028 \ud83d\ude00",
        "numbers", List.of(1, 1L << 40, new BigDecimal("0.10"), 2.5, -0.0),
        "nested", Map.of("flags", Arrays.asList(true, null)));
  }

  private static ModelCapabilities capabilities() {
    return ModelCapabilities.of(
            List.of(Capability.CHAT, Capability.STREAMING, Capability.SUPPORTS_PENALTIES),
            List.of(Capability.VISION, Capability.EMBEDDINGS))
        .withMoeConfig(full(MoEConfig.class));
  }

  private static Object make(Class<?> type, boolean full) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      if (full || !mayBeNull(components[i].getAnnotatedType())) {
        values[i] = value(components[i].getGenericType(), components[i].getName(), full);
      }
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException("no sample of " + type.getName() + ": " + cause, cause);
    }
  }

  static boolean mayBeNull(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
