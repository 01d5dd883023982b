package dev.understudy.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
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
import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Cost;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Named;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON forms of the values whose form is not simply their components in snake_case. */
final class ModelModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  ModelModule() {
    super("understudy");
    addSerializer(ModelCapabilities.class, remembering(PartWriter::writeCapabilities));
    addSerializer(ModelPricing.class, remembering(PartWriter::writePricing));
    addSerializer(ConditionalPrice.class, writing(PartWriter::writeConditional));
    addSerializer(LatencyProfile.class, remembering(LatencyFields::write));
    addSerializer(ModelAlias.class, writing(PartWriter::writeAlias));
    addSerializer(MergePatch.class, writing(PartWriter::writePatch));
    addSerializer(Revision.class, writing((value, out, nulls) -> out.writeNumber(value.number())));
    addSerializer(new NamedSerializer());
    addSerializer(Origin.class, ToStringSerializer.instance);
    addSerializer(LocalDate.class, ToStringSerializer.instance);
    addSerializer(Instant.class, ToStringSerializer.instance);

    setDeserializers(new NamedDeserializers());
    setMixInAnnotation(Cost.class, ExactAmount.class);
    setMixInAnnotation(Cost.Line.class, ExactAmount.class);
    object(ModelDefinition.class, ModelReader::readBack);
    object(
        ModelCapabilities.class,
        node -> whole(node, f -> Parts.capabilities(f, ModelCapabilities.UNKNOWN)));
    object(ModelPricing.class, node -> whole(node, Parts::pricing));
    object(LatencyProfile.class, node -> whole(node, LatencyFields::read));
    object(ConditionalPrice.class, node -> whole(node, Parts::conditional));
    addDeserializer(
        ModelAlias.class,
        reading(
            node -> {
              ObjectNode holder = node(node);
              return whole(holder, f -> f.list("alias", (p, n) -> Parts.alias(f, p, n)).get(0));
            }));
    text(Origin.class, Origin::parse, Named.expectation(Origin.Kind.class));
    text(LocalDate.class, LocalDate::parse, "a day as YYYY-MM-DD");
    text(Instant.class, Instant::parse, "a time as 2026-01-31T12:00:00Z");
    addDeserializer(Revision.class, reading(ModelModule::revision));
    addDeserializer(MergePatch.class, reading(ModelModule::patch));
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
    addDeserializer(
        type,
        reading(
            node -> {
              if (node instanceof ObjectNode object) {
                return reader.apply(object);
              }
              throw new InvalidModelException(List.of(Fault.of("", node, "an object")));
            }));
  }

  private <T> void text(Class<T> type, Function<String, @Nullable T> parser, String expected) {
    addDeserializer(
        type,
        reading(
            node -> {
              T value = null;
              try {
                value = node.isTextual() ? parser.apply(node.textValue()) : null;
              } catch (DateTimeParseException e) {
                // Told below.
              }
              if (value == null) {
                throw new InvalidModelException(List.of(Fault.of("", node, expected)));
              }
              return value;
            }));
  }

  private static Revision revision(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw new InvalidModelException(List.of(Fault.of("", node, "a whole number from 0")));
    }
    return new Revision(node.longValue());
  }

  /** An object, or an array of the steps where there are several. */
  private static MergePatch patch(JsonNode node) {
    MergePatch patch = null;
    for (JsonNode step : node.isArray() ? node : List.of(node)) {
      if (!(step instanceof ObjectNode object)) {
        throw new InvalidModelException(List.of(Fault.of("", step, "a JSON merge patch object")));
      }
      MergePatch next = new MergePatch(object);
      patch = patch == null ? next : patch.compose(next);
    }
    if (patch == null) {
      throw new InvalidModelException(List.of(Fault.of("", node, "at least one merge patch")));
    }
    return patch;
  }

  /** Costs are exact decimal strings; prices are numbers. */
  interface ExactAmount {
    @JsonFormat(shape = JsonFormat.Shape.STRING)
    @Nullable BigDecimal amount();
  }

  private interface Writer<T> {
    /**
     * Writes it.
     *
     * @param nulls whether what is unknown is written too
     */
    void write(T value, JsonGenerator out, boolean nulls) throws IOException;
  }

  private static <T> JsonSerializer<T> writing(Writer<T> writer) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        boolean nulls =
            provider.getConfig().getDefaultPropertyInclusion().getValueInclusion()
                != JsonInclude.Include.NON_EMPTY;
        writer.write(value, out, nulls);
      }
    };
  }

  /** What is stored with each write is mostly encoded before: parts that definitions share. */
  private static <T> JsonSerializer<T> remembering(Writer<T> writer) {
    SharedTexts<T> texts = new SharedTexts<>();
    return writing(
        (value, out, nulls) -> {
          if (nulls) {
            writer.write(value, out, true);
          } else {
            out.writeRawValue(texts.of(value, out, fresh -> writer.write(value, fresh, false)));
          }
        });
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
