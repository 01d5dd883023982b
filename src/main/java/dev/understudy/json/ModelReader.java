package dev.understudy.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Capability;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelDefinitionBuilder;
import dev.understudy.model.Named;
import dev.understudy.model.Origin;
import dev.understudy.model.Preset;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitions in the full form and in the catalog's short form ({@code extends}, {@code can}
 * and {@code cannot}, a preset's name as latency). Immutable; safe on any thread when {@code
 * models} is.
 */
public final class ModelReader {

  private final Function<String, @Nullable ModelDefinition> models;
  private final @Nullable Origin origin;

  /**
   * A reader that knows those models.
   *
   * @param models finds the model that {@code extends} names, by exact id
   * @param origin of definitions that state none
   */
  public ModelReader(Function<String, @Nullable ModelDefinition> models, @Nullable Origin origin) {
    this.models = models;
    this.origin = origin;
  }

  /** A reader for which only presets can be extended. */
  public static ModelReader presetsOnly() {
    return new ModelReader(id -> null, null);
  }

  /**
   * Reads one definition. Fields that its {@code derived} names were filled in by rules, and are
   * left to the rules again.
   *
   * @throws InvalidModelException with every fault
   */
  public ModelDefinition read(ObjectNode node) {
    return read(node, null);
  }

  /**
   * Reads one definition over the defaults of its file: defaults, then what is extended, then its
   * own fields.
   *
   * @throws InvalidModelException with every fault
   */
  public ModelDefinition read(ObjectNode node, @Nullable ObjectNode defaults) {
    return read(node, defaults, false);
  }

  /** Reads what was written from a definition, derived fields and all: equal to what it was. */
  static ModelDefinition readBack(ObjectNode node) {
    return presetsOnly().read(node, null, true);
  }

  private ModelDefinition read(
      ObjectNode node, @Nullable ObjectNode defaults, boolean keepDerived) {
    Faults faults = new Faults();
    Fields fields = new Fields(node, faults);
    String id = fields.text("id");
    faults.require(fields.get("id") != null, "id", null, "the model's id");
    ModelDefinitionBuilder builder =
        ModelDefinition.builder(Objects.requireNonNullElse(id, "unnamed")).origin(origin);
    if (defaults != null) {
      applyDefaults(defaults, builder, faults);
    }
    inherit(fields, builder);
    Set<String> derived = new TreeSet<>(fields.texts("derived"));
    DefinitionFields.apply(fields, builder, keepDerived ? Set.of() : derived);
    builder.derived(keepDerived ? derived : Set.of());
    fields.refuseOthers();
    ModelDefinition model = null;
    try {
      model = builder.build();
    } catch (InvalidModelException e) {
      // What follows from a fault that is told already would only confuse.
      Set<String> told = faults.list().stream().map(Fault::path).collect(Collectors.toSet());
      faults.addAll("", e.faults().stream().filter(f -> !told.contains(f.path())).toList());
    }
    faults.throwIfAny();
    return Objects.requireNonNull(model);
  }

  private static void applyDefaults(
      ObjectNode defaults, ModelDefinitionBuilder builder, Faults faults) {
    Faults own = new Faults();
    Fields fields = new Fields(defaults, own);
    DefinitionFields.apply(fields, builder, Set.of());
    fields.refuseOthers();
    faults.addAll("defaults", own.list());
  }

  private void inherit(Fields fields, ModelDefinitionBuilder builder) {
    String name = fields.text("extends");
    if (name == null) {
      return;
    }
    Preset preset = Named.find(Preset.class, name);
    ModelDefinition base = preset == null ? models.apply(name) : null;
    if (preset != null) {
      builder.capabilities(over(builder.capabilities(), preset.capabilities()));
    } else if (base != null) {
      inherit(base, builder);
    } else {
      fields
          .faults()
          .add(
              "extends",
              name,
              "the id of a model, or a preset: " + Named.expectation(Preset.class));
    }
  }

  private static void inherit(ModelDefinition base, ModelDefinitionBuilder builder) {
    Set<String> derived = base.derived();
    builder
        .family(derived.contains("family") ? null : base.family())
        .capabilities(over(builder.capabilities(), base.capabilities()))
        .modalities(derived.contains("modalities") ? null : base.modalities())
        .contextWindow(base.contextWindow())
        .maxInputTokens(base.maxInputTokens())
        .maxOutputTokens(base.maxOutputTokens())
        .embeddingDimensions(base.embeddingDimensions())
        .latencyProfile(base.latencyProfile())
        .license(base.license());
  }

  private static ModelCapabilities over(ModelCapabilities below, ModelCapabilities above) {
    ModelCapabilities result = below;
    for (Capability capability : above.can()) {
      result = result.with(capability, true);
    }
    for (Capability capability : above.cannot()) {
      result = result.with(capability, false);
    }
    return above.moeConfig() == null ? result : result.withMoeConfig(above.moeConfig());
  }
}
