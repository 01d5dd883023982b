package dev.understudy.json;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinitionBuilder;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Named;
import dev.understudy.model.Origin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a definition into a builder, over what is in it already. */
final class DefinitionFields {

  private DefinitionFields() {}

  /**
   * Sets every field that is there.
   *
   * @param derived names of fields to leave unknown
   */
  static void apply(Fields fields, ModelDefinitionBuilder builder, Set<String> derived) {
    identity(fields, builder, derived);
    abilities(fields, builder, derived);
    limitsAndPrices(fields, builder);
    life(fields, builder, derived);
    lineage(fields, builder);
    extras(fields, builder);
  }

  private static void identity(Fields fields, ModelDefinitionBuilder builder, Set<String> derived) {
    fields.into("name", Fields::text, builder::name);
    fields.into("owned_by", Fields::text, builder::ownedBy);
    fields.into("provider", Fields::text, builder::provider);
    fields.into("family", Fields::text, value -> builder.family(unless(derived, "family", value)));
    fields.into(
        "created", Fields::whole, value -> builder.created(unless(derived, "created", value)));
    fields.into("description", Fields::text, builder::description);
    fields.into("version", Fields::text, builder::version);
    if (fields.has("aliases")) {
      builder.aliases(fields.list("aliases", (path, node) -> Parts.alias(fields, path, node)));
    }
    if (fields.has("tags")) {
      List<String> tags = fields.texts("tags");
      builder.tags(derived.contains("tags") ? List.of() : tags);
    }
  }

  private static void abilities(
      Fields fields, ModelDefinitionBuilder builder, Set<String> derived) {
    if (fields.has("endpoints")) {
      builder.endpoints(
          fields.list("endpoints", (path, node) -> Parts.endpoint(fields, path, node)));
    }
    ModelCapabilities capabilities = builder.capabilities();
    if (fields.has("capabilities")) {
      ModelCapabilities base =
          fields.get("capabilities") == null ? ModelCapabilities.UNKNOWN : capabilities;
      capabilities =
          Objects.requireNonNullElse(
              fields.object("capabilities", own -> Parts.capabilities(own, base)), base);
    }
    builder.capabilities(flags(fields, capabilities));
    fields.into(
        "modalities",
        (parent, name) -> parent.object(name, Parts::modalities),
        value -> builder.modalities(unless(derived, "modalities", value)));
  }

  private static ModelCapabilities flags(Fields fields, ModelCapabilities base) {
    List<Capability> can = fields.namedList("can", Capability.class);
    List<Capability> cannot = fields.namedList("cannot", Capability.class);
    List<String> both =
        can.stream().filter(cannot::contains).map(Capability::jsonName).distinct().toList();
    fields.faults().require(both.isEmpty(), "cannot", both, "what is not in can as well");
    ModelCapabilities result = base;
    for (Capability capability : can) {
      result = result.with(capability, true);
    }
    for (Capability capability : cannot) {
      result = result.with(capability, false);
    }
    return result;
  }

  private static void limitsAndPrices(Fields fields, ModelDefinitionBuilder builder) {
    fields.into("context_window", Fields::integer, builder::contextWindow);
    fields.into("max_input_tokens", Fields::integer, builder::maxInputTokens);
    fields.into("max_output_tokens", Fields::integer, builder::maxOutputTokens);
    fields.into("embedding_dimensions", Fields::integer, builder::embeddingDimensions);
    fields.into("pricing", (parent, name) -> parent.object(name, Parts::pricing), builder::pricing);
    if (fields.has("reference_offers")) {
      builder.referenceOffers(fields.objects("reference_offers", Parts::referenceOffer));
    }
    fields.into("latency_profile", Parts::latencyProfile, builder::latencyProfile);
  }

  private static void life(Fields fields, ModelDefinitionBuilder builder, Set<String> derived) {
    fields.into(
        "status",
        (parent, name) -> parent.named(name, ModelStatus.class),
        value -> builder.status(unless(derived, "status", value)));
    fields.into("training_data_cutoff", Fields::text, builder::trainingDataCutoff);
    fields.into("release_date", Fields::date, builder::releaseDate);
    fields.into("deprecation_date", Fields::date, builder::deprecationDate);
    fields.into("retirement_date", Fields::date, builder::retirementDate);
    fields.into("successor", Fields::text, builder::successor);
  }

  private static void lineage(Fields fields, ModelDefinitionBuilder builder) {
    fields.into("open_weights", Fields::bool, builder::openWeights);
    fields.into("license", Fields::text, builder::license);
    fields.into("parameter_count", Fields::whole, builder::parameterCount);
    fields.into("base_model", Fields::text, builder::baseModel);
    fields.into("parent", Fields::text, builder::parent);
    fields.into("root", Fields::text, builder::root);
  }

  private static void extras(Fields fields, ModelDefinitionBuilder builder) {
    if (fields.has("metadata")) {
      Map<String, Object> metadata = fields.object("metadata", Fields::everything);
      builder.metadata(Objects.requireNonNullElse(metadata, Map.of()));
    }
    if (fields.has("sources")) {
      builder.sources(fields.texts("sources"));
    }
    fields.into("origin", DefinitionFields::origin, builder::origin);
  }

  private static @Nullable Origin origin(Fields fields, String name) {
    String text = fields.text(name);
    Origin origin = text == null ? null : Origin.parse(text);
    fields
        .faults()
        .require(text == null || origin != null, name, text, Named.expectation(Origin.Kind.class));
    return origin;
  }

  private static <T> @Nullable T unless(Set<String> derived, String name, @Nullable T value) {
    return derived.contains(name) ? null : value;
  }
}
