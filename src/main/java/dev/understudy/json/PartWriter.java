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

  static void writeCapabilities(ModelCapabilities value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Capability capability : Capability.values()) {
      Boolean flag = value.get(capability);
      out.writeFieldName(capability.jsonName());
      if (flag == null) {
        out.writeNull();
      } else {
        out.writeBoolean(flag);
      }
    }
    out.writeObjectField("moe_config", value.moeConfig());
    out.writeEndObject();
  }

  static void writePricing(ModelPricing value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    writeRates(value.rates(), out);
    out.writeObjectField("components", value.components());
    out.writeObjectField("conditional", value.conditional());
    out.writeEndObject();
  }

  static void writeConditional(ConditionalPrice value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectField("from", value.from());
    out.writeObjectField("to", value.to());
    out.writeObjectField("min_prompt_tokens", value.minPromptTokens());
    out.writeObjectField("mode", value.mode());
    out.writeObjectField("service_tier", value.serviceTier());
    writeRates(value.rates(), out);
    out.writeEndObject();
  }

  private static void writeRates(Rates rates, JsonGenerator out) throws IOException {
    writeRate("input_per_million", rates.input(), out);
    writeRate("output_per_million", rates.output(), out);
    writeRate("cached_input_per_million", rates.cachedInput(), out);
    writeRate("cache_write_per_million", rates.cacheWrite(), out);
    writeRate("batch_input_per_million", rates.batchInput(), out);
    writeRate("batch_output_per_million", rates.batchOutput(), out);
    writeRate("batch_cached_input_per_million", rates.batchCachedInput(), out);
    writeRate("batch_cache_write_per_million", rates.batchCacheWrite(), out);
  }

  private static void writeRate(String name, @Nullable BigDecimal rate, JsonGenerator out)
      throws IOException {
    out.writeFieldName(name);
    if (rate == null) {
      out.writeNull();
    } else {
      out.writeNumber(rate);
    }
  }

  static void writeAlias(ModelAlias value, JsonGenerator out) throws IOException {
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

  static void writePatch(MergePatch patch, JsonGenerator out) throws IOException {
    List<ObjectNode> steps = patch.steps();
    out.writeObject(steps.size() == 1 ? steps.get(0) : steps);
  }
}
