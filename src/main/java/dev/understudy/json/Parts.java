package dev.understudy.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.MoEArchitecture;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.Modalities;
import dev.understudy.model.Modality;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Named;
import dev.understudy.model.PriceComponent;
import dev.understudy.model.PriceUnit;
import dev.understudy.model.Rates;
import dev.understudy.model.ReferenceOffer;
import dev.understudy.model.ThresholdMode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a definition. */
final class Parts {

  private Parts() {}

  /** Flags over what is there already: true, false, or null for unknown. */
  static ModelCapabilities capabilities(Fields fields, ModelCapabilities base) {
    ModelCapabilities result = base;
    for (Capability capability : Capability.values()) {
      if (fields.has(capability.jsonName())) {
        result = result.with(capability, fields.bool(capability.jsonName()));
      }
    }
    if (fields.has("moe_config")) {
      MoEConfig config = fields.object("moe_config", Parts::moeConfig);
      ModelCapabilities flags = result;
      result =
          Objects.requireNonNullElse(
              fields.faults().part("", () -> flags.withMoeConfig(config)), flags);
    }
    return result;
  }

  static MoEConfig moeConfig(Fields fields) {
    return new MoEConfig(
        fields.whole("total_params"),
        fields.whole("active_params"),
        fields.integer("num_experts"),
        fields.integer("experts_per_token"),
        fields.named("architecture", MoEArchitecture.class));
  }

  static Modalities modalities(Fields fields) {
    return new Modalities(
        fields.namedList("input", Modality.class), fields.namedList("output", Modality.class));
  }

  /** A preset's name, or an object in which a preset gives what is not said. */
  static @Nullable LatencyProfile latencyProfile(Fields parent, String name) {
    JsonNode value = parent.get(name);
    if (value == null || !value.isTextual()) {
      return value == null ? null : parent.object(name, LatencyFields::read);
    }
    LatencyPreset preset = parent.named(name, LatencyPreset.class);
    return preset == null ? null : preset.profile();
  }

  static ModelPricing pricing(Fields fields) {
    // Faults of the rates must not keep the rest from being read.
    Rates rates = fields.faults().part("", () -> rates(fields));
    return new ModelPricing(
        Objects.requireNonNullElse(rates, Rates.UNKNOWN),
        fields.objects("components", Parts::component),
        fields.objects("conditional", Parts::conditional));
  }

  static Rates rates(Fields fields) {
    return new Rates(
        fields.decimal("input_per_million"),
        fields.decimal("output_per_million"),
        fields.decimal("cached_input_per_million"),
        fields.decimal("cache_write_per_million"),
        fields.decimal("batch_input_per_million"),
        fields.decimal("batch_output_per_million"),
        fields.decimal("batch_cached_input_per_million"),
        fields.decimal("batch_cache_write_per_million"));
  }

  private static @Nullable PriceComponent component(Fields fields) {
    PriceUnit unit = fields.named("unit", PriceUnit.class);
    BigDecimal amount = fields.decimal("amount");
    fields
        .faults()
        .require(fields.get("unit") != null, "unit", null, Named.expectation(PriceUnit.class));
    fields.faults().require(fields.get("amount") != null, "amount", null, "USD");
    return unit == null || amount == null ? null : new PriceComponent(unit, amount);
  }

  static @Nullable ConditionalPrice conditional(Fields fields) {
    LocalDate from = fields.date("from");
    LocalDate to = fields.date("to");
    Integer minPromptTokens = fields.integer("min_prompt_tokens");
    ThresholdMode mode = fields.named("mode", ThresholdMode.class);
    String serviceTier = fields.text("service_tier");
    Rates rates = fields.faults().part("", () -> rates(fields));
    Rates known = Objects.requireNonNullElse(rates, Rates.UNKNOWN);
    return checked(
        fields.faults(),
        () -> new ConditionalPrice(from, to, minPromptTokens, mode, serviceTier, known));
  }

  /** That something is missing may follow from a fault told already, and would only confuse. */
  private static <T> @Nullable T checked(Faults faults, Supplier<T> maker) {
    Faults own = new Faults();
    T made = own.part("", maker);
    boolean told = !faults.none();
    faults.addAll("", own.list().stream().filter(f -> !told || !f.path().isEmpty()).toList());
    return made;
  }

  static @Nullable ReferenceOffer referenceOffer(Fields fields) {
    String host = fields.text("host");
    fields.faults().require(fields.get("host") != null, "host", null, "a name");
    String model = fields.text("model");
    BigDecimal input = fields.decimal("input_per_million");
    BigDecimal output = fields.decimal("output_per_million");
    return host == null ? null : new ReferenceOffer(host, model, input, output);
  }

  /** A string, or an object with the name and what else is known. */
  static @Nullable ModelAlias alias(Fields parent, String path, JsonNode value) {
    if (value.isTextual()) {
      try {
        return ModelAlias.of(value.textValue());
      } catch (InvalidModelException e) {
        for (Fault fault : e.faults()) {
          parent.faults().add(path, fault.value(), fault.expected());
        }
        return null;
      }
    }
    return parent.object(path, value, Parts::alias);
  }

  private static @Nullable ModelAlias alias(Fields fields) {
    String name = fields.text("name");
    fields.faults().require(fields.get("name") != null, "name", null, "the alias");
    AliasKind kind = fields.named("kind", AliasKind.class);
    LocalDate since = fields.date("since");
    boolean hidden = Boolean.TRUE.equals(fields.bool("hidden"));
    return name == null ? null : new ModelAlias(name, kind, since, hidden);
  }

  static @Nullable Endpoint endpoint(Fields parent, String path, JsonNode value) {
    Endpoint endpoint = value.isTextual() ? Endpoint.parse(value.textValue()) : null;
    parent.faults().require(endpoint != null, path, value, Named.expectation(Endpoint.class));
    return endpoint;
  }
}
