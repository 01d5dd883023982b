package dev.understudy.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a {@link ModelDefinition}; {@link #build} checks them. Confined to one
 * thread.
 */
public final class ModelDefinitionBuilder {
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

  ModelDefinitionBuilder(String id) {
    this.id = id;
  }

  ModelDefinitionBuilder(ModelDefinition model) {
    id = model.id();
    name = model.name();
    ownedBy = model.ownedBy();
    provider = model.provider();
    family = model.family();
    created = model.created();
    description = model.description();
    version = model.version();
    status = model.status();
    aliases = model.aliases();
    tags = model.tags();
    endpoints = model.endpoints();
    capabilities = model.capabilities();
    modalities = model.modalities();
    contextWindow = model.contextWindow();
    maxInputTokens = model.maxInputTokens();
    maxOutputTokens = model.maxOutputTokens();
    embeddingDimensions = model.embeddingDimensions();
    pricing = model.pricing();
    referenceOffers = model.referenceOffers();
    latencyProfile = model.latencyProfile();
    trainingDataCutoff = model.trainingDataCutoff();
    releaseDate = model.releaseDate();
    deprecationDate = model.deprecationDate();
    retirementDate = model.retirementDate();
    successor = model.successor();
    openWeights = model.openWeights();
    license = model.license();
    parameterCount = model.parameterCount();
    baseModel = model.baseModel();
    parent = model.parent();
    root = model.root();
    metadata = model.metadata();
    origin = model.origin();
    sources = model.sources();
    derived = model.derived();
  }

  /** Sets what {@link ModelDefinition#id} says. */
  public ModelDefinitionBuilder id(String value) {
    id = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#name} says. */
  public ModelDefinitionBuilder name(@Nullable String value) {
    name = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#ownedBy} says. */
  public ModelDefinitionBuilder ownedBy(@Nullable String value) {
    ownedBy = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#provider} says. */
  public ModelDefinitionBuilder provider(@Nullable String value) {
    provider = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#family} says. */
  public ModelDefinitionBuilder family(@Nullable String value) {
    family = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#created} says. */
  public ModelDefinitionBuilder created(@Nullable Long value) {
    created = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#description} says. */
  public ModelDefinitionBuilder description(@Nullable String value) {
    description = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#version} says. */
  public ModelDefinitionBuilder version(@Nullable String value) {
    version = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#status} says. */
  public ModelDefinitionBuilder status(@Nullable ModelStatus value) {
    status = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#aliases} says. */
  public ModelDefinitionBuilder aliases(List<ModelAlias> value) {
    aliases = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#tags} says. */
  public ModelDefinitionBuilder tags(List<String> value) {
    tags = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#endpoints} says. */
  public ModelDefinitionBuilder endpoints(List<Endpoint> value) {
    endpoints = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#capabilities} says. */
  public ModelDefinitionBuilder capabilities(ModelCapabilities value) {
    capabilities = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#modalities} says. */
  public ModelDefinitionBuilder modalities(@Nullable Modalities value) {
    modalities = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#contextWindow} says. */
  public ModelDefinitionBuilder contextWindow(@Nullable Integer value) {
    contextWindow = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#maxInputTokens} says. */
  public ModelDefinitionBuilder maxInputTokens(@Nullable Integer value) {
    maxInputTokens = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#maxOutputTokens} says. */
  public ModelDefinitionBuilder maxOutputTokens(@Nullable Integer value) {
    maxOutputTokens = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#embeddingDimensions} says. */
  public ModelDefinitionBuilder embeddingDimensions(@Nullable Integer value) {
    embeddingDimensions = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#pricing} says. */
  public ModelDefinitionBuilder pricing(@Nullable ModelPricing value) {
    pricing = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#referenceOffers} says. */
  public ModelDefinitionBuilder referenceOffers(List<ReferenceOffer> value) {
    referenceOffers = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#latencyProfile} says. */
  public ModelDefinitionBuilder latencyProfile(@Nullable LatencyProfile value) {
    latencyProfile = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#trainingDataCutoff} says. */
  public ModelDefinitionBuilder trainingDataCutoff(@Nullable String value) {
    trainingDataCutoff = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#releaseDate} says. */
  public ModelDefinitionBuilder releaseDate(@Nullable LocalDate value) {
    releaseDate = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#deprecationDate} says. */
  public ModelDefinitionBuilder deprecationDate(@Nullable LocalDate value) {
    deprecationDate = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#retirementDate} says. */
  public ModelDefinitionBuilder retirementDate(@Nullable LocalDate value) {
    retirementDate = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#successor} says. */
  public ModelDefinitionBuilder successor(@Nullable String value) {
    successor = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#openWeights} says. */
  public ModelDefinitionBuilder openWeights(@Nullable Boolean value) {
    openWeights = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#license} says. */
  public ModelDefinitionBuilder license(@Nullable String value) {
    license = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#parameterCount} says. */
  public ModelDefinitionBuilder parameterCount(@Nullable Long value) {
    parameterCount = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#baseModel} says. */
  public ModelDefinitionBuilder baseModel(@Nullable String value) {
    baseModel = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#parent} says. */
  public ModelDefinitionBuilder parent(@Nullable String value) {
    parent = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#root} says. */
  public ModelDefinitionBuilder root(@Nullable String value) {
    root = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#metadata} says. */
  public ModelDefinitionBuilder metadata(Map<String, Object> value) {
    metadata = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#origin} says. */
  public ModelDefinitionBuilder origin(@Nullable Origin value) {
    origin = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#sources} says. */
  public ModelDefinitionBuilder sources(List<String> value) {
    sources = value;
    return this;
  }

  /** Sets what {@link ModelDefinition#derived} says. */
  public ModelDefinitionBuilder derived(Set<String> value) {
    derived = value;
    return this;
  }

  /** Puts others in the place of parts that many definitions have alike. */
  public ModelDefinitionBuilder mapParts(PartMapper mapper) {
    ownedBy = mapped(mapper, ownedBy, ModelDefinition::ownedBy);
    provider = mapped(mapper, provider, ModelDefinition::provider);
    family = mapped(mapper, family, ModelDefinition::family);
    version = mapped(mapper, version, ModelDefinition::version);
    tags = mapper.map(tags, ModelDefinition::tags);
    endpoints = mapper.map(endpoints, ModelDefinition::endpoints);
    capabilities = mapper.map(capabilities, ModelDefinition::capabilities);
    modalities = mapped(mapper, modalities, ModelDefinition::modalities);
    contextWindow = mapped(mapper, contextWindow, ModelDefinition::contextWindow);
    maxInputTokens = mapped(mapper, maxInputTokens, ModelDefinition::maxInputTokens);
    maxOutputTokens = mapped(mapper, maxOutputTokens, ModelDefinition::maxOutputTokens);
    embeddingDimensions = mapped(mapper, embeddingDimensions, ModelDefinition::embeddingDimensions);
    pricing = mapped(mapper, pricing, ModelDefinition::pricing);
    latencyProfile = mapped(mapper, latencyProfile, ModelDefinition::latencyProfile);
    trainingDataCutoff = mapped(mapper, trainingDataCutoff, ModelDefinition::trainingDataCutoff);
    releaseDate = mapped(mapper, releaseDate, ModelDefinition::releaseDate);
    created = mapped(mapper, created, ModelDefinition::created);
    license = mapped(mapper, license, ModelDefinition::license);
    parameterCount = mapped(mapper, parameterCount, ModelDefinition::parameterCount);
    baseModel = mapped(mapper, baseModel, ModelDefinition::baseModel);
    root = mapped(mapper, root, ModelDefinition::root);
    origin = mapped(mapper, origin, ModelDefinition::origin);
    return this;
  }

  private static <T> @Nullable T mapped(
      PartMapper mapper, @Nullable T part, Function<ModelDefinition, ? extends @Nullable T> field) {
    return part == null ? null : mapper.map(part, field);
  }

  /** What {@link #mapParts} puts in the place of a part. */
  public interface PartMapper {
    /**
     * Another for a part, or the same.
     *
     * @param field which one it is
     */
    <T> T map(T part, Function<ModelDefinition, ? extends @Nullable T> field);
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
