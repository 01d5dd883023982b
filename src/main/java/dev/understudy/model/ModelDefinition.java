package dev.understudy.model;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a model is. Immutable and valid: a definition with faults cannot be made. A null is unknown,
 * never 0, empty or a guess. Safe on any thread.
 *
 * @param id the id, see {@link ModelId}
 * @param name a name for people; null when unknown
 * @param ownedBy who made it, as its vendor's API says; null when unknown
 * @param provider whose catalog it is in; null when unknown
 * @param family product line, without version, size or tier; null when unknown
 * @param created unix seconds; null when unknown
 * @param description one sentence; null when unknown
 * @param version the vendor's version label; null when unknown
 * @param status where it stands in its life; null when unknown
 * @param aliases other names of it
 * @param tags free labels
 * @param endpoints routes on which its vendor serves it; empty when not said
 * @param capabilities what it can do
 * @param modalities what goes in and comes out; null when unknown
 * @param contextWindow tokens of prompt and answer together, from 1; null when unknown
 * @param maxInputTokens tokens of prompt, from 1; null when unknown
 * @param maxOutputTokens tokens of answer, from 1; null when unknown
 * @param embeddingDimensions length of its vectors, from 1; null when unknown
 * @param pricing its own vendor's prices; null when unknown
 * @param referenceOffers other hosts' prices
 * @param latencyProfile how fast it answers; null when unknown
 * @param trainingDataCutoff YYYY, YYYY-MM or YYYY-MM-DD; null when unknown
 * @param releaseDate day of its announcement; null when unknown
 * @param deprecationDate day from which it is deprecated; null when unknown
 * @param retirementDate day from which it is no longer served; null when unknown
 * @param successor id of the model to use instead; null when unknown
 * @param openWeights whether its weights can be had; null when unknown
 * @param license SPDX id or name; null when unknown
 * @param parameterCount from 1; null when unknown
 * @param baseModel id of the model it was made from; null when unknown
 * @param parent id of the model it was tuned from; null when unknown
 * @param root id of the first of its line; null when unknown
 * @param metadata anything else; JSON values, copied deeply
 * @param origin where the definition comes from; null before it is registered
 * @param sources where its facts come from
 * @param derived JSON names of the fields that no source states and that rules filled in
 */
public record ModelDefinition(
    String id,
    @Nullable String name,
    @Nullable String ownedBy,
    @Nullable String provider,
    @Nullable String family,
    @Nullable Long created,
    @Nullable String description,
    @Nullable String version,
    @Nullable ModelStatus status,
    List<ModelAlias> aliases,
    List<String> tags,
    List<Endpoint> endpoints,
    ModelCapabilities capabilities,
    @Nullable Modalities modalities,
    @Nullable Integer contextWindow,
    @Nullable Integer maxInputTokens,
    @Nullable Integer maxOutputTokens,
    @Nullable Integer embeddingDimensions,
    @Nullable ModelPricing pricing,
    List<ReferenceOffer> referenceOffers,
    @Nullable LatencyProfile latencyProfile,
    @Nullable String trainingDataCutoff,
    @Nullable LocalDate releaseDate,
    @Nullable LocalDate deprecationDate,
    @Nullable LocalDate retirementDate,
    @Nullable String successor,
    @Nullable Boolean openWeights,
    @Nullable String license,
    @Nullable Long parameterCount,
    @Nullable String baseModel,
    @Nullable String parent,
    @Nullable String root,
    Map<String, Object> metadata,
    @Nullable Origin origin,
    List<String> sources,
    Set<String> derived) {

  /** Copies every list, lets modalities fill in capabilities, and refuses what is wrong whole. */
  public ModelDefinition {
    aliases = List.copyOf(aliases);
    tags = List.copyOf(tags);
    endpoints = List.copyOf(endpoints);
    referenceOffers = List.copyOf(referenceOffers);
    sources = List.copyOf(sources);
    derived = DerivedFields.sorted(derived);
    Faults faults = new Faults();
    metadata = Metadata.frozen(faults, metadata);
    DefinitionRules.checkNames(faults, id, aliases, tags);
    DefinitionRules.checkTexts(
        faults, name, ownedBy, provider, family, description, version, license, sources);
    DefinitionRules.checkNumbers(
        faults,
        created,
        contextWindow,
        maxInputTokens,
        maxOutputTokens,
        embeddingDimensions,
        parameterCount);
    DefinitionRules.checkDates(
        faults, trainingDataCutoff, releaseDate, deprecationDate, retirementDate);
    DefinitionRules.checkLineage(faults, id, successor, baseModel, parent, root);
    if (modalities != null) {
      capabilities = DefinitionRules.agreeing(faults, modalities, capabilities);
    }
    faults.throwIfAny();
  }

  /** Starts a definition of which only the id is known. */
  public static ModelDefinitionBuilder builder(String id) {
    return new ModelDefinitionBuilder(id);
  }

  /**
   * A definition of what its kind and size imply.
   *
   * @param pricing its prices, or null when unknown
   */
  public static ModelDefinition of(
      String id, Preset preset, LatencyPreset latency, @Nullable ModelPricing pricing) {
    return builder(id)
        .capabilities(preset.capabilities())
        .latencyProfile(latency.profile())
        .pricing(pricing)
        .build();
  }

  /** A copy with changes: {@code model.with(b -> b.contextWindow(8192))}. */
  public ModelDefinition with(UnaryOperator<ModelDefinitionBuilder> changes) {
    return changes.apply(toBuilder()).build();
  }

  /**
   * True when each word of the query is part of the id, an alias, the name, family, owner,
   * provider, description or a tag, in any case.
   */
  public boolean matches(String query) {
    String text = searchText();
    for (String word : query.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private String searchText() {
    List<String> parts = new ArrayList<>();
    Collections.addAll(parts, id, name, family, ownedBy, provider, description);
    aliases.forEach(alias -> parts.add(alias.name()));
    parts.addAll(tags);
    parts.removeIf(Objects::isNull);
    return String.join("\n", parts).toLowerCase(Locale.ROOT);
  }

  /** True when nobody registered it: auto-created, or derived of a tuned model's name. */
  public boolean isMadeUp() {
    return origin == null || origin.kind() == Origin.Kind.AUTO;
  }

  /** True for a model tuned from another: it names a parent, or its id says so. */
  public boolean isFineTuned() {
    return parent != null || FineTuneId.parse(id) != null;
  }

  /** The model it was made from: stated, or said by its id; null when it stands for itself. */
  public @Nullable String baseModelId() {
    if (baseModel != null || parent != null) {
      return baseModel != null ? baseModel : parent;
    }
    FineTuneId fineTune = FineTuneId.parse(id);
    return fineTune == null ? null : fineTune.base();
  }

  /**
   * Whether the model is served there. What {@link #endpoints} says decides; where it says nothing,
   * conversations are open to every model whose {@code chat} is not false, and the others need
   * their capability to be known true.
   */
  public boolean supportsEndpoint(Endpoint endpoint) {
    if (!endpoints.isEmpty()) {
      return endpoints.contains(endpoint);
    }
    Capability needed = endpoint.needed();
    return needed == null ? !capabilities.cannot(Capability.CHAT) : capabilities.can(needed);
  }

  /** As the other, by name or path ({@code chat}, {@code /v1/embeddings}); false when unknown. */
  public boolean supportsEndpoint(String nameOrPath) {
    Endpoint endpoint = Endpoint.parse(nameOrPath);
    return endpoint != null && supportsEndpoint(endpoint);
  }

  /** Whether it reasons on a request of that effort: where it can, unless told not to. */
  public boolean reasons(@Nullable ReasoningEffort effort) {
    return effort != ReasoningEffort.NONE && capabilities.can(Capability.REASONING);
  }

  /** Every name of the model, the id first. */
  public List<String> names() {
    List<String> names = new ArrayList<>(1 + aliases.size());
    names.add(id);
    aliases.forEach(alias -> names.add(alias.name()));
    return names;
  }

  /**
   * OpenAI's Model object with {@code root} and {@code parent}, its fields in that order. What
   * OpenAI's clients require is never null: the release date stands in for {@code created}, else 0,
   * and {@code unknown} for the owner.
   */
  public Map<String, Object> toOpenAiModel() {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("id", id);
    model.put("object", "model");
    model.put("created", createdSeconds());
    model.put("owned_by", Objects.requireNonNullElse(ownedBy, "unknown"));
    model.put("root", Objects.requireNonNullElse(root, id));
    model.put("parent", parent);
    return Collections.unmodifiableMap(model);
  }

  /** When it was made, in seconds after 1970: the release date stands in; 0 for neither. */
  public long createdSeconds() {
    if (created != null) {
      return created;
    }
    return releaseDate == null ? 0 : releaseDate.toEpochSecond(LocalTime.MIN, ZoneOffset.UTC);
  }

  /** A builder that holds this definition. */
  public ModelDefinitionBuilder toBuilder() {
    return new ModelDefinitionBuilder(this);
  }
}
