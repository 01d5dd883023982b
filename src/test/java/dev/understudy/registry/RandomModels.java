package dev.understudy.registry;

import dev.understudy.model.Capability;
import dev.understudy.model.Modalities;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.ModelStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Models and queries at random, with few values, so that filters meet models. */
public final class RandomModels {

  private static final List<Capability> CAPABILITIES =
      List.of(Capability.CHAT, Capability.REASONING, Capability.TOOL_CALLING);

  private final Random random;

  /** The same ones for the same seed. */
  public RandomModels(long seed) {
    random = new Random(seed);
  }

  /** A model of that id. */
  public ModelDefinition model(String id) {
    Modalities modalities =
        maybe(
            new Modalities(
                pick(List.of(Modality.TEXT), List.of(Modality.TEXT, Modality.IMAGE)),
                pick(List.of(Modality.TEXT), List.of(Modality.EMBEDDING))));
    ModelCapabilities capabilities = ModelCapabilities.UNKNOWN;
    for (Capability capability : CAPABILITIES) {
      capabilities = capabilities.with(capability, maybe(random.nextBoolean()));
    }
    return ModelDefinition.builder(id)
        .name(maybe(pick("Alpha", "beta", "Gamma")))
        .ownedBy(maybe(pick("acme", "globex", "initech")))
        .provider(maybe(pick("acme", "globex")))
        .family(maybe(pick("road", "runner")))
        .status(maybe(pick(ModelStatus.values())))
        .tags(tags())
        .capabilities(capabilities)
        .modalities(modalities)
        .contextWindow(maybe(pick(1_000, 8_000, 128_000)))
        .created(maybe(pick(1L, 20L, 300L)))
        .openWeights(maybe(random.nextBoolean()))
        .pricing(maybe(ModelPricing.of(price(), price())))
        .build();
  }

  ModelQuery query() {
    ModelQueryBuilder query = ModelQuery.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      addFilter(query);
    }
    if (random.nextInt(3) == 0) {
      query.minContext(maybe(pick(5_000, 9_000))).maxInputPrice(maybe(price()));
      query.maxOutputPrice(maybe(price())).includeUnknown(random.nextBoolean());
    }
    return query
        .q(random.nextInt(8) == 0 ? pick("acme", "gamma 1", "road") : null)
        .sort(pick(Sort.values()))
        .descending(random.nextBoolean())
        .build();
  }

  private void addFilter(ModelQueryBuilder query) {
    switch (random.nextInt(9)) {
      case 0 ->
          query.capability(
              new CapabilityCondition(
                  pick(CAPABILITIES.toArray(Capability[]::new)), maybe(random.nextBoolean())));
      case 1 -> query.tag(pick("a", "b", "c"));
      case 2 -> query.ownedBy(pick("acme", "globex", "nobody"));
      case 3 -> query.provider(pick("acme", "globex"));
      case 4 -> query.family(pick("road", "runner"));
      case 5 -> query.status(pick(ModelStatus.values()));
      case 6 -> query.inputModality(pick(Modality.TEXT, Modality.IMAGE));
      case 7 -> query.outputModality(pick(Modality.TEXT, Modality.EMBEDDING));
      default -> query.openWeights(random.nextBoolean());
    }
  }

  private List<String> tags() {
    List<String> tags = new ArrayList<>(List.of("a", "b", "c"));
    tags.removeIf(tag -> random.nextBoolean());
    return tags;
  }

  private BigDecimal price() {
    return new BigDecimal(pick("0", "0.15", "2.50", "10"));
  }

  /** A number from 0 to below the bound. */
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextInt(4) == 0 ? null : value;
  }
}
