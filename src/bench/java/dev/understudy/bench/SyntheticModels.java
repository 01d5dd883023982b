package dev.understudy.bench;

import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.Modalities;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Origin;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Models as a large catalog would have them, always the same: ids of 30 to 45 characters, 200
 * owners, 16 providers, 40 families, a sentence of description, one of 300 sets of known
 * capabilities, modalities, limits, one of 400 prices, one of five latency profiles, a date, a
 * licence, one source, every fourth with an alias. Every value is a new object, as it is when
 * parsed from JSON, so that what the registry shares is its own doing.
 */
public final class SyntheticModels {

  private static final String[] FAMILIES = {
    "llama", "qwen", "gemma", "mistral", "phi", "falcon", "granite", "olmo", "yi", "command"
  };
  private static final int[] CONTEXTS = {4_096, 8_192, 32_768, 131_072, 200_000, 1_000_000};
  private static final String[] SIZES = {"1B", "3B", "7B", "8B", "14B", "32B", "70B", "405B"};
  private static final Capability[] CAPABILITIES = Capability.values();

  private SyntheticModels() {}

  /** The id of a model. */
  public static String id(int number) {
    Random random = new Random(number * 31L);
    String owner = owner(random);
    return owner
        + "/"
        + family(random)
        + "-"
        + (1 + random.nextInt(4))
        + "."
        + random.nextInt(10)
        + "-"
        + SIZES[random.nextInt(SIZES.length)]
        + "-Instruct-"
        + number;
  }

  private static String owner(Random random) {
    return "organisation-" + (100 + random.nextInt(200));
  }

  private static String family(Random random) {
    return FAMILIES[random.nextInt(FAMILIES.length)] + (char) ('a' + random.nextInt(4));
  }

  /** That many models, numbered from 0. */
  public static List<ModelDefinition> models(int count) {
    List<ModelDefinition> models = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      models.add(model(i));
    }
    return models;
  }

  /** The model of a number. */
  public static ModelDefinition model(int number) {
    Random random = new Random(number * 31L);
    String owner = owner(random);
    String family = family(random);
    LocalDate released = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(1_200));
    int context = CONTEXTS[random.nextInt(CONTEXTS.length)];
    return ModelDefinition.builder(id(number))
        .name(family + " Instruct " + number)
        .ownedBy(owner)
        .provider("provider-" + random.nextInt(16))
        .family(family)
        .created(released.toEpochSecond(LocalTime.MIN, ZoneOffset.UTC))
        .description(
            "An instruction-tuned model of the " + family + " line, made by " + owner + ".")
        .aliases(number % 4 == 0 ? List.of(ModelAlias.of(family + "-alias-" + number)) : List.of())
        .tags(new ArrayList<>(List.of("chat", "tag-" + random.nextInt(30))))
        .endpoints(new ArrayList<>(List.of(Endpoint.CHAT, Endpoint.RESPONSES)))
        .capabilities(capabilities(new Random(random.nextInt(300))))
        .modalities(
            new Modalities(
                random.nextInt(4) == 0
                    ? List.of(Modality.TEXT, Modality.IMAGE)
                    : List.of(Modality.TEXT),
                List.of(Modality.TEXT)))
        .contextWindow(context)
        .maxOutputTokens(context / 4)
        .pricing(
            ModelPricing.of(
                new BigDecimal(random.nextInt(20)).movePointLeft(1),
                new BigDecimal(random.nextInt(20)).movePointLeft(1)))
        .latencyProfile(LatencyProfile.ofMeans((1 + random.nextInt(5)) / 10.0, 0.02))
        .trainingDataCutoff("2024-0" + (1 + random.nextInt(9)))
        .releaseDate(released)
        .openWeights(random.nextBoolean())
        .license(random.nextBoolean() ? "Apache-2.0" : "MIT")
        .parameterCount((1 + random.nextInt(100)) * 1_000_000_000L)
        .origin(Origin.catalog("synthetic.json"))
        .sources(List.of("https://example.com/models/" + number))
        .build();
  }

  private static ModelCapabilities capabilities(Random random) {
    ModelCapabilities capabilities = ModelCapabilities.UNKNOWN.with(Capability.CHAT, true);
    for (int i = 8 + random.nextInt(12); i > 0; i--) {
      // Few known of vision, audio and video: the modalities say those.
      Capability capability = CAPABILITIES[6 + random.nextInt(CAPABILITIES.length - 6)];
      capabilities = capabilities.with(capability, random.nextInt(3) > 0);
    }
    return capabilities;
  }
}
