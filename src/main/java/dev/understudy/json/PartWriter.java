package dev.understudy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.Capability;
import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Rates;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a definition as {@link Parts} reads them. */
final class PartWriter {

  private PartWriter() {}

  static void writeCapabilities(ModelCapabilities value, JsonGenerator out, boolean nulls)
      throws IOException {
    out.writeStartObject();
    for (Capability capability : Capability.values()) {
      Boolean flag = value.get(capability);
      if (flag != null) {
        out.writeBooleanField(capability.jsonName(), flag);
      } else if (nulls) {
        out.writeNullField(capability.jsonName());
      }
    }
    write("moe_config", value.moeConfig(), out, nulls);
    out.writeEndObject();
  }

  private static void write(String name, @Nullable Object value, JsonGenerator out, boolean nulls)
      throws IOException {
    if (value != null || nulls) {
      out.writeObjectField(name, value);
    }
  }

  static void writePricing(ModelPricing value, JsonGenerator out, boolean nulls)
      throws IOException {
    out.writeStartObject();
    writeRates(value.rates(), out, nulls);
    if (nulls || !value.components().isEmpty()) {
      out.writeObjectField("components", value.components());
    }
    if (nulls || !value.conditional().isEmpty()) {
      out.writeObjectField("conditional", value.conditional());
    }
    out.writeEndObject();
  }

  static void writeConditional(ConditionalPrice value, JsonGenerator out, boolean nulls)
      throws IOException {
    out.writeStartObject();
    write("from", value.from(), out, nulls);
    write("to", value.to(), out, nulls);
    write("min_prompt_tokens", value.minPromptTokens(), out, nulls);
    write("mode", value.mode(), out, nulls);
    write("service_tier", value.serviceTier(), out, nulls);
    writeRates(value.rates(), out, nulls);
    out.writeEndObject();
  }

  private static void writeRates(Rates rates, JsonGenerator out, boolean nulls) throws IOException {
    writeRate("input_per_million", rates.input(), out, nulls);
    writeRate("output_per_million", rates.output(), out, nulls);
    writeRate("cached_input_per_million", rates.cachedInput(), out, nulls);
    writeRate("cache_write_per_million", rates.cacheWrite(), out, nulls);
    writeRate("batch_input_per_million", rates.batchInput(), out, nulls);
    writeRate("batch_output_per_million", rates.batchOutput(), out, nulls);
    writeRate("batch_cached_input_per_million", rates.batchCachedInput(), out, nulls);
    writeRate("batch_cache_write_per_million", rates.batchCacheWrite(), out, nulls);
  }

  private static void writeRate(
      String name, @Nullable BigDecimal rate, JsonGenerator out, boolean nulls) throws IOException {
    if (rate != null) {
      out.writeNumberField(name, rate);
    } else if (nulls) {
      out.writeNullField(name);
    }
  }

  static void writeAlias(ModelAlias value, JsonGenerator out, boolean nulls) throws IOException {
    if (value.isPlain()) {
      out.writeString(value.name());
      return;
    }
    out.writeStartObject();
    out.writeStringField("name", value.name());
    if (value.kind() != null) {
      out.writeObjectField("kind", value.kind());
    }
    if (value.since() != null) {
      out.writeObjectField("since", value.since());
    }
    if (value.hidden()) {
      out.writeBooleanField("hidden", true);
    }
    out.writeEndObject();
  }

  static void writePatch(MergePatch patch, JsonGenerator out, boolean nulls) throws IOException {
    List<ObjectNode> steps = patch.steps();
    out.writeObject(steps.size() == 1 ? steps.get(0) : steps);
  }
}
