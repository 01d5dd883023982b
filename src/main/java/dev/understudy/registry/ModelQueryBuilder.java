package dev.understudy.registry;

import dev.understudy.model.Capability;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Origin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a {@link ModelQuery}. Confined to one thread. */
public final class ModelQueryBuilder {

  private final List<CapabilityCondition> capabilities = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private final List<String> ownedBy = new ArrayList<>();
  private final List<String> provider = new ArrayList<>();
  private final List<String> family = new ArrayList<>();
  private final List<ModelStatus> status = new ArrayList<>();
  private final List<Origin.Kind> origin = new ArrayList<>();
  private final List<Modality> inputModalities = new ArrayList<>();
  private final List<Modality> outputModalities = new ArrayList<>();
  private @Nullable Integer minContext;
  private @Nullable BigDecimal maxInputPrice;
  private @Nullable BigDecimal maxOutputPrice;
  private @Nullable Boolean openWeights;
  private @Nullable String q;
  private boolean includeUnknown;
  private Sort sort = Sort.ID;
  private boolean descending;
  private @Nullable Integer limit;
  private @Nullable String after;

  ModelQueryBuilder() {}

  ModelQueryBuilder(ModelQuery query) {
    capabilities.addAll(query.capabilities());
    tags.addAll(query.tags());
    ownedBy.addAll(query.ownedBy());
    provider.addAll(query.provider());
    family.addAll(query.family());
    status.addAll(query.status());
    origin.addAll(query.origin());
    inputModalities.addAll(query.inputModalities());
    outputModalities.addAll(query.outputModalities());
    minContext = query.minContext();
    maxInputPrice = query.maxInputPrice();
    maxOutputPrice = query.maxOutputPrice();
    openWeights = query.openWeights();
    q = query.q();
    includeUnknown = query.includeUnknown();
    sort = query.sort();
    descending = query.descending();
    limit = query.limit();
    after = query.after();
  }

  /** Wants the capability known true; further conditions must hold too. */
  public ModelQueryBuilder can(Capability capability) {
    return capability(new CapabilityCondition(capability, true));
  }

  /** Wants the capability known false. */
  public ModelQueryBuilder cannot(Capability capability) {
    return capability(new CapabilityCondition(capability, false));
  }

  /** Wants the capability unknown. */
  public ModelQueryBuilder unknown(Capability capability) {
    return capability(new CapabilityCondition(capability, null));
  }

  /** Adds a condition that must hold. */
  public ModelQueryBuilder capability(CapabilityCondition condition) {
    capabilities.add(condition);
    return this;
  }

  /** Adds a tag that must be there. */
  public ModelQueryBuilder tag(String value) {
    tags.add(value);
    return this;
  }

  /** Adds an owner that will do. */
  public ModelQueryBuilder ownedBy(String value) {
    ownedBy.add(value);
    return this;
  }

  /** Adds a provider that will do. */
  public ModelQueryBuilder provider(String value) {
    provider.add(value);
    return this;
  }

  /** Adds a family that will do. */
  public ModelQueryBuilder family(String value) {
    family.add(value);
    return this;
  }

  /** Adds a status that will do. */
  public ModelQueryBuilder status(ModelStatus value) {
    status.add(value);
    return this;
  }

  /** Adds a kind of origin that will do. */
  public ModelQueryBuilder origin(Origin.Kind value) {
    origin.add(value);
    return this;
  }

  /** Adds a modality that must go in. */
  public ModelQueryBuilder inputModality(Modality value) {
    inputModalities.add(value);
    return this;
  }

  /** Adds a modality that must come out. */
  public ModelQueryBuilder outputModality(Modality value) {
    outputModalities.add(value);
    return this;
  }

  /** Sets what {@link ModelQuery#minContext} says. */
  public ModelQueryBuilder minContext(@Nullable Integer value) {
    minContext = value;
    return this;
  }

  /** Sets what {@link ModelQuery#maxInputPrice} says. */
  public ModelQueryBuilder maxInputPrice(@Nullable BigDecimal value) {
    maxInputPrice = value;
    return this;
  }

  /** Sets what {@link ModelQuery#maxOutputPrice} says. */
  public ModelQueryBuilder maxOutputPrice(@Nullable BigDecimal value) {
    maxOutputPrice = value;
    return this;
  }

  /** Sets what {@link ModelQuery#openWeights} says. */
  public ModelQueryBuilder openWeights(@Nullable Boolean value) {
    openWeights = value;
    return this;
  }

  /** Sets what {@link ModelQuery#q} says. */
  public ModelQueryBuilder q(@Nullable String value) {
    q = value;
    return this;
  }

  /** Sets what {@link ModelQuery#includeUnknown} says. */
  public ModelQueryBuilder includeUnknown(boolean value) {
    includeUnknown = value;
    return this;
  }

  /** Sets what {@link ModelQuery#sort} says. */
  public ModelQueryBuilder sort(Sort value) {
    sort = value;
    return this;
  }

  /** Sets what {@link ModelQuery#descending} says. */
  public ModelQueryBuilder descending(boolean value) {
    descending = value;
    return this;
  }

  /** Sets what {@link ModelQuery#limit} says. */
  public ModelQueryBuilder limit(@Nullable Integer value) {
    limit = value;
    return this;
  }

  /** Sets what {@link ModelQuery#after} says. */
  public ModelQueryBuilder after(@Nullable String value) {
    after = value;
    return this;
  }

  /**
   * The query.
   *
   * @throws dev.understudy.model.UnderstudyException when a number is out of range
   */
  public ModelQuery build() {
    return new ModelQuery(
        capabilities,
        tags,
        ownedBy,
        provider,
        family,
        status,
        origin,
        inputModalities,
        outputModalities,
        minContext,
        maxInputPrice,
        maxOutputPrice,
        openWeights,
        q,
        includeUnknown,
        sort,
        descending,
        limit,
        after);
  }
}
