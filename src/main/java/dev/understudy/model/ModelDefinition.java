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
  public static Builder builder(String id) {
    return new Builder(id);
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
  public ModelDefinition with(UnaryOperator<Builder> changes) {
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
    model.put("created", createdOrRelease());
    model.put("owned_by", Objects.requireNonNullElse(ownedBy, "unknown"));
    model.put("root", Objects.requireNonNullElse(root, id));
    model.put("parent", parent);
    return Collections.unmodifiableMap(model);
  }

  private long createdOrRelease() {
    if (created != null) {
      return created;
    }
    return releaseDate == null ? 0 : releaseDate.toEpochSecond(LocalTime.MIN, ZoneOffset.UTC);
  }

  /** A builder that holds this definition. */
  public Builder toBuilder() {
    Builder b = new Builder(id);
    b.name = name;
    b.ownedBy = ownedBy;
    b.provider = provider;
    b.family = family;
    b.created = created;
    b.description = description;
    b.version = version;
    b.status = status;
    b.aliases = aliases;
    b.tags = tags;
    b.endpoints = endpoints;
    b.capabilities = capabilities;
    b.modalities = modalities;
    b.contextWindow = contextWindow;
    b.maxInputTokens = maxInputTokens;
    b.maxOutputTokens = maxOutputTokens;
    b.embeddingDimensions = embeddingDimensions;
    b.pricing = pricing;
    b.referenceOffers = referenceOffers;
    b.latencyProfile = latencyProfile;
    b.trainingDataCutoff = trainingDataCutoff;
    b.releaseDate = releaseDate;
    b.deprecationDate = deprecationDate;
    b.retirementDate = retirementDate;
    b.successor = successor;
    b.openWeights = openWeights;
    b.license = license;
    b.parameterCount = parameterCount;
    b.baseModel = baseModel;
    b.parent = parent;
    b.root = root;
    b.metadata = metadata;
    b.origin = origin;
    b.sources = sources;
    b.derived = derived;
    return b;
  }

  /** Collects the fields of a definition; {@link #build} checks them. Confined to one thread. */
  public static final class Builder {
    private String id;
    private @Nullable String name;
    private @Nullable String ownedBy;
    private @Nullable String provider;
    private @Nullable String family;
    private @Nullable Long created;
    private @Nullable String description;
    private @Nullable String version;
    private @Nullable ModelStatus status;
    private List<ModelAlias> aliases = List.of();
    private List<String> tags = List.of();
    private List<Endpoint> endpoints = List.of();
    private ModelCapabilities capabilities = ModelCapabilities.UNKNOWN;
    private @Nullable Modalities modalities;
    private @Nullable Integer contextWindow;
    private @Nullable Integer maxInputTokens;
    private @Nullable Integer maxOutputTokens;
    private @Nullable Integer embeddingDimensions;
    private @Nullable ModelPricing pricing;
    private List<ReferenceOffer> referenceOffers = List.of();
    private @Nullable LatencyProfile latencyProfile;
    private @Nullable String trainingDataCutoff;
    private @Nullable LocalDate releaseDate;
    private @Nullable LocalDate deprecationDate;
    private @Nullable LocalDate retirementDate;
    private @Nullable String successor;
    private @Nullable Boolean openWeights;
    private @Nullable String license;
    private @Nullable Long parameterCount;
    private @Nullable String baseModel;
    private @Nullable String parent;
    private @Nullable String root;
    private Map<String, Object> metadata = Map.of();
    private @Nullable Origin origin;
    private List<String> sources = List.of();
    private Set<String> derived = Set.of();

    private Builder(String id) {
      this.id = id;
    }

    /** Sets what {@link ModelDefinition#id} says. */
    public Builder id(String value) {
      id = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#name} says. */
    public Builder name(@Nullable String value) {
      name = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#ownedBy} says. */
    public Builder ownedBy(@Nullable String value) {
      ownedBy = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#provider} says. */
    public Builder provider(@Nullable String value) {
      provider = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#family} says. */
    public Builder family(@Nullable String value) {
      family = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#created} says. */
    public Builder created(@Nullable Long value) {
      created = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#description} says. */
    public Builder description(@Nullable String value) {
      description = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#version} says. */
    public Builder version(@Nullable String value) {
      version = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#status} says. */
    public Builder status(@Nullable ModelStatus value) {
      status = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#aliases} says. */
    public Builder aliases(List<ModelAlias> value) {
      aliases = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#tags} says. */
    public Builder tags(List<String> value) {
      tags = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#endpoints} says. */
    public Builder endpoints(List<Endpoint> value) {
      endpoints = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#capabilities} says. */
    public Builder capabilities(ModelCapabilities value) {
      capabilities = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#modalities} says. */
    public Builder modalities(@Nullable Modalities value) {
      modalities = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#contextWindow} says. */
    public Builder contextWindow(@Nullable Integer value) {
      contextWindow = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#maxInputTokens} says. */
    public Builder maxInputTokens(@Nullable Integer value) {
      maxInputTokens = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#maxOutputTokens} says. */
    public Builder maxOutputTokens(@Nullable Integer value) {
      maxOutputTokens = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#embeddingDimensions} says. */
    public Builder embeddingDimensions(@Nullable Integer value) {
      embeddingDimensions = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#pricing} says. */
    public Builder pricing(@Nullable ModelPricing value) {
      pricing = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#referenceOffers} says. */
    public Builder referenceOffers(List<ReferenceOffer> value) {
      referenceOffers = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#latencyProfile} says. */
    public Builder latencyProfile(@Nullable LatencyProfile value) {
      latencyProfile = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#trainingDataCutoff} says. */
    public Builder trainingDataCutoff(@Nullable String value) {
      trainingDataCutoff = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#releaseDate} says. */
    public Builder releaseDate(@Nullable LocalDate value) {
      releaseDate = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#deprecationDate} says. */
    public Builder deprecationDate(@Nullable LocalDate value) {
      deprecationDate = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#retirementDate} says. */
    public Builder retirementDate(@Nullable LocalDate value) {
      retirementDate = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#successor} says. */
    public Builder successor(@Nullable String value) {
      successor = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#openWeights} says. */
    public Builder openWeights(@Nullable Boolean value) {
      openWeights = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#license} says. */
    public Builder license(@Nullable String value) {
      license = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#parameterCount} says. */
    public Builder parameterCount(@Nullable Long value) {
      parameterCount = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#baseModel} says. */
    public Builder baseModel(@Nullable String value) {
      baseModel = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#parent} says. */
    public Builder parent(@Nullable String value) {
      parent = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#root} says. */
    public Builder root(@Nullable String value) {
      root = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#metadata} says. */
    public Builder metadata(Map<String, Object> value) {
      metadata = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#origin} says. */
    public Builder origin(@Nullable Origin value) {
      origin = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#sources} says. */
    public Builder sources(List<String> value) {
      sources = value;
      return this;
    }

    /** Sets what {@link ModelDefinition#derived} says. */
    public Builder derived(Set<String> value) {
      derived = value;
      return this;
    }

    /** What is set so far: what the model can do. */
    public ModelCapabilities capabilities() {
      return capabilities;
    }

    /**
     * The definition.
     *
     * @throws InvalidModelException with every fault
     */
    public ModelDefinition build() {
      return new ModelDefinition(
          id,
          name,
          ownedBy,
          provider,
          family,
          created,
          description,
          version,
          status,
          aliases,
          tags,
          endpoints,
          capabilities,
          modalities,
          contextWindow,
          maxInputTokens,
          maxOutputTokens,
          embeddingDimensions,
          pricing,
          referenceOffers,
          latencyProfile,
          trainingDataCutoff,
          releaseDate,
          deprecationDate,
          retirementDate,
          successor,
          openWeights,
          license,
          parameterCount,
          baseModel,
          parent,
          root,
          metadata,
          origin,
          sources,
          derived);
    }
  }
}
