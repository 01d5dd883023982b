package dev.understudy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.understudy.model.Capability;
import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Named;
import dev.understudy.model.Origin;
import dev.understudy.model.Rates;
import dev.understudy.model.Revision;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON forms of the values whose form is not simply their components in snake_case. */
final class ModelModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  ModelModule() {
    super("understudy");
    addSerializer(ModelCapabilities.class, writing(ModelModule::writeCapabilities));
    addSerializer(ModelPricing.class, writing(ModelModule::writePricing));
    addSerializer(ConditionalPrice.class, writing(ModelModule::writeConditional));
    addSerializer(ModelAlias.class, writing(ModelModule::writeAlias));
    addSerializer(Revision.class, writing((value, out) -> out.writeNumber(value.number())));
    addSerializer(new NamedSerializer());
    addSerializer(Origin.class, ToStringSerializer.instance);
    addSerializer(LocalDate.class, ToStringSerializer.instance);
    addSerializer(Instant.class, ToStringSerializer.instance);

    setDeserializers(new NamedDeserializers());
    object(ModelDefinition.class, node -> ModelReader.presetsOnly().read(node));
    object(
        ModelCapabilities.class,
        node -> whole(node, f -> Parts.capabilities(f, ModelCapabilities.UNKNOWN)));
    object(ModelPricing.class, node -> whole(node, Parts::pricing));
    object(ConditionalPrice.class, node -> whole(node, Parts::conditional));
    addDeserializer(
        ModelAlias.class,
        reading(
            node -> {
              ObjectNode holder = node(node);
              return whole(holder, f -> f.list("alias", (p, n) -> Parts.alias(f, p, n)).get(0));
            }));
    addDeserializer(
        Origin.class, reading(node -> Objects.requireNonNull(Origin.parse(node.asText()))));
    addDeserializer(LocalDate.class, reading(node -> LocalDate.parse(node.asText())));
    addDeserializer(Instant.class, reading(node -> Instant.parse(node.asText())));
    addDeserializer(Revision.class, reading(node -> new Revision(node.asLong())));
  }

  private static ObjectNode node(JsonNode alias) {
    ObjectNode holder = Json.mapper().createObjectNode();
    holder.putArray("alias").add(alias);
    return holder;
  }

  private static <T> T whole(ObjectNode node, Function<Fields, @Nullable T> reader) {
    Faults faults = new Faults();
    T value = new Fields(node, faults).object("", node, reader);
    faults.throwIfAny();
    return Objects.requireNonNull(value);
  }

  private <T> void object(Class<T> type, Function<ObjectNode, T> reader) {
    addDeserializer(type, reading(node -> reader.apply((ObjectNode) node)));
  }

  private static void writeCapabilities(ModelCapabilities value, JsonGenerator out)
      throws IOException {
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

  private static void writePricing(ModelPricing value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    writeRates(value.rates(), out);
    out.writeObjectField("components", value.components());
    out.writeObjectField("conditional", value.conditional());
    out.writeEndObject();
  }

  private static void writeConditional(ConditionalPrice value, JsonGenerator out)
      throws IOException {
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

  private static void writeAlias(ModelAlias value, JsonGenerator out) throws IOException {
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

  private interface Writer<T> {
    void write(T value, JsonGenerator out) throws IOException;
  }

  private static <T> JsonSerializer<T> writing(Writer<T> writer) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        writer.write(value, out);
      }
    };
  }

  private static <T> JsonDeserializer<T> reading(Function<JsonNode, T> reader) {
    return new JsonDeserializer<>() {
      @Override
      public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
        return reader.apply(context.readTree(in));
      }
    };
  }

  private static final class NamedSerializer extends JsonSerializer<Named> {
    @Override
    public Class<Named> handledType() {
      return Named.class;
    }

    @Override
    public void serialize(Named value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.jsonName());
    }
  }

  /** Finds the constants of any enum that is {@link Named} by their JSON names. */
  private static final class NamedDeserializers extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable JsonDeserializer<?> findEnumDeserializer(
        Class<?> type, DeserializationConfig config, @Nullable BeanDescription description) {
      return Named.class.isAssignableFrom(type) ? new ByName(type) : null;
    }
  }

  private static final class ByName extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1L;

    ByName(Class<?> type) {
      super(type);
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String name = in.getText();
      for (Object constant : handledType().getEnumConstants()) {
        if (((Named) constant).jsonName().equals(name)) {
          return constant;
        }
      }
      return context.handleWeirdStringValue(handledType(), name, "unknown name");
    }
  }
}
