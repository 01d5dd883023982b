package dev.understudy.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.discovery.Inference;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.MoEArchitecture;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.Modalities;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import dev.understudy.model.PriceComponent;
import dev.understudy.model.PriceUnit;
import dev.understudy.model.Rates;
import dev.understudy.model.ReferenceOffer;
import dev.understudy.model.Revision;
import dev.understudy.model.ThresholdMode;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.Sort;
import dev.understudy.usage.MemoryUsageStore;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.UsageCounts;
import dev.understudy.usage.UsageLedger;
import dev.understudy.usage.UsageReport;
import dev.understudy.usage.UsageSpan;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of any record that travels: with every part set, or with every part that can lack.
 */
final class Samples {

  private static final BigDecimal PRICE = new BigDecimal("0.075");
  private static final Instant TIME = Instant.parse("2026-11-23T12:34:56.789Z");

  private final boolean whole;

  private Samples(boolean whole) {
    this.whole = whole;
  }

  /** A record with every part set. */
  static <T> T whole(Class<T> type) {
    return type.cast(new Samples(true).value(type));
  }

  /** A record whose parts are null where they may be, and empty where they are many. */
  static <T> T bare(Class<T> type) {
    return type.cast(new Samples(false).value(type));
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return many(generic);
    }
    Class<?> plain = (Class<?>) type;
    Object known = known(plain);
    if (known != null) {
      return known;
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[whole ? plain.getEnumConstants().length - 1 : 0];
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    throw new AssertionError("no sample of " + type);
  }

  private Object many(ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == Map.class) {
      // Resolution.inferred is the only map of anything; its own rules make it.
      return of[1] == Object.class
          ? Inference.standard().infer(whole ? "acme/reasoner-8x7b-1b-vision" : "x").asMap()
          : whole ? Map.of("a", value(of[1])) : Map.of();
    }
    if (type.getRawType() == Set.class) {
      return whole ? Set.of(value(of[0])) : Set.of();
    }
    return whole ? List.of(value(of[0])) : List.of();
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean optional = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      values[i] = optional && !whole ? null : value(components[i].getGenericType());
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.toString(), e);
    }
  }

  private @Nullable Object known(Class<?> type) {
    if (type == String.class) {
      return whole ? "Zeichen \"\u00e9\u4e2d\ud83d\ude00\"" : "";
    }
    if (type == int.class || type == Integer.class) {
      return whole ? Integer.MAX_VALUE : 0;
    }
    if (type == long.class || type == Long.class) {
      return whole ? Long.MAX_VALUE : 0L;
    }
    if (type == double.class || type == Double.class) {
      return whole ? 0.1 : 0.0;
    }
    if (type == boolean.class || type == Boolean.class) {
      return whole;
    }
    return domain(type);
  }

  private @Nullable Object domain(Class<?> type) {
    if (type == Revision.class) {
      return whole ? new Revision(7) : Revision.ZERO;
    }
    if (type == ModelDefinition.class) {
      return whole ? model() : ModelDefinition.builder("bare").build();
    }
    if (type == ModelQuery.class) {
      return whole ? query() : ModelQuery.ALL;
    }
    if (type == SearchQuery.class) {
      return whole
          ? new SearchQuery("quick f\u00f6x", query(), SearchQuery.MAX_LIMIT, "~x")
          : new SearchQuery("", 1);
    }
    if (type == Precondition.class) {
      return whole
          ? Precondition.revisionIn(Set.of(new Revision(3), new Revision(5)))
          : Precondition.none();
    }
    if (type == RequestUsage.class) {
      return whole
          ? new RequestUsage(TIME, 30, 20, 10, 5, PRICE, false, true, 2_000_000, 1_000)
          : RequestUsage.of(0, 0);
    }
    if (type == UsageSpan.class) {
      return whole ? new UsageSpan(TIME.minusSeconds(7_200), TIME, 24) : UsageSpan.LAST_DAY;
    }
    if (type == UsageReport.class) {
      return report();
    }
    if (type == Instant.class) {
      return TIME;
    }
    if (type == JsonNode.class) {
      return whole ? patch() : NullNode.instance;
    }
    if (type == UsageCounts.class) {
      return whole ? report().total() : UsageCounts.NONE;
    }
    return type == MergePatch.class
        ? new MergePatch(whole ? patch() : Json.mapper().createObjectNode())
        : null;
  }

  /** What a ledger tells that has counted; of nothing, what it tells then. */
  private UsageReport report() {
    Clock clock = Clock.fixed(TIME, ZoneOffset.UTC);
    UsageLedger ledger = new UsageLedger(new MemoryUsageStore(), clock, Duration.ofDays(1));
    if (whole) {
      ledger.count(
          model(), new RequestUsage(TIME, 30, 20, 10, 5, PRICE, true, false, 2_000, 1_000));
    }
    return ledger.usage(whole ? model().id() : null, UsageSpan.LAST_DAY).result();
  }

  private static ObjectNode patch() {
    String json = "{\"name\":null,\"context_window\":5,\"pricing\":{\"input_per_million\":0.10}}";
    return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
  }

  private static ModelQuery query() {
    return ModelQuery.builder()
        .can(Capability.CHAT)
        .cannot(Capability.VISION)
        .unknown(Capability.AUDIO)
        .tag("code")
        .ownedBy("acme")
        .provider("acme")
        .family("road")
        .status(ModelStatus.PREVIEW)
        .origin(Origin.Kind.AUTO)
        .inputModality(Modality.TEXT)
        .outputModality(Modality.IMAGE)
        .minContext(1000)
        .maxInputPrice(new BigDecimal("20.50"))
        .maxOutputPrice(new BigDecimal("100"))
        .openWeights(true)
        .q("quick fox")
        .includeUnknown(true)
        .sort(Sort.INPUT_PRICE)
        .descending(true)
        .limit(10)
        .after("road-1")
        .build();
  }

  private static ModelDefinition model() {
    return ModelDefinition.builder("acme/road-1")
        .name("Road 1")
        .ownedBy("acme")
        .provider("acme")
        .family("road")
        .created(1_700_000_000L)
        .description("It beeps twice.")
        .version("1.0")
        .status(ModelStatus.DEPRECATED)
        .aliases(
            List.of(
                ModelAlias.of("road"),
                new ModelAlias("old-road", AliasKind.LEGACY, LocalDate.of(2024, 2, 29), true)))
        .tags(List.of("code", "fast"))
        .endpoints(List.of(Endpoint.CHAT))
        .capabilities(
            ModelCapabilities.of(
                    List.of(Capability.CHAT, Capability.MOE), List.of(Capability.REALTIME))
                .withMoeConfig(
                    new MoEConfig(47_000_000_000L, 13_000_000_000L, 8, 2, MoEArchitecture.SPARSE)))
        .modalities(new Modalities(List.of(Modality.TEXT), List.of(Modality.TEXT)))
        .contextWindow(8192)
        .maxInputTokens(8000)
        .maxOutputTokens(4096)
        .embeddingDimensions(1024)
        .pricing(pricing())
        .referenceOffers(List.of(new ReferenceOffer("host", "acme.road", PRICE, BigDecimal.TEN)))
        .latencyProfile(
            LatencyProfile.of(0.3, 0.1, 0.02, 0.01).withBasis(LatencyBasis.MEASURED, "bench"))
        .trainingDataCutoff("2024-06")
        .releaseDate(LocalDate.of(2024, 1, 1))
        .deprecationDate(LocalDate.of(2025, 1, 1))
        .retirementDate(LocalDate.of(2026, 1, 1))
        .successor("acme/road-2")
        .openWeights(true)
        .license("Apache-2.0")
        .parameterCount(47_000_000_000L)
        .baseModel("acme/road-0")
        .parent("acme/road-0")
        .root("acme/road-0")
        .metadata(Map.of("text", "x", "number", 5, "list", List.of(true, "y"), "map", Map.of()))
        .origin(Origin.catalog("acme.json"))
        .sources(List.of("https://example.com/road"))
        .derived(Set.of("tags", "family"))
        .build();
  }

  private static ModelPricing pricing() {
    Rates rates = new Rates(PRICE, PRICE, PRICE, PRICE, PRICE, PRICE, PRICE, PRICE);
    return new ModelPricing(
        rates,
        List.of(new PriceComponent(PriceUnit.MINUTE, PRICE)),
        List.of(
            new ConditionalPrice(
                LocalDate.of(2025, 1, 1),
                LocalDate.of(2026, 1, 1),
                200_000,
                ThresholdMode.CLIFF,
                "priority",
                rates)));
  }
}
