package dev.understudy.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.understudy.json.Json;
import dev.understudy.model.Revision;
import dev.understudy.registry.Precondition;
import dev.understudy.usage.LatencyHistogram;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How messages are written on a wire: as JSON everywhere, with forms for preconditions and
 * histograms.
 */
final class BusJson {

  private static final SimpleModule FORMS =
      new SimpleModule("understudy-bus")
          .addSerializer(Precondition.class, new PreconditionWriter())
          .addDeserializer(Precondition.class, new PreconditionReader())
          .addSerializer(LatencyHistogram.class, new HistogramWriter())
          .addDeserializer(LatencyHistogram.class, new HistogramReader());

  private static final JsonMapper MAPPER = Json.mapper().rebuild().addModule(FORMS).build();

  private BusJson() {}

  static byte[] write(Object message) throws IOException {
    return MAPPER.writeValueAsBytes(message);
  }

  static <T> T read(byte[] json, Class<T> type) throws IOException {
    return MAPPER.readValue(json, type);
  }

  /** A word for a condition on existence, a list of revisions for one on the last change. */
  private static final class PreconditionWriter extends JsonSerializer<Precondition> {
    @Override
    public void serialize(Precondition condition, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (condition instanceof Precondition.Existence existence) {
        out.writeString(existence.name().toLowerCase(Locale.ROOT));
      } else if (condition instanceof Precondition.RevisionIn revisionIn) {
        out.writeStartArray();
        for (Revision revision : revisionIn.revisions()) {
          out.writeNumber(revision.number());
        }
        out.writeEndArray();
      }
    }
  }

  private static final class PreconditionReader extends JsonDeserializer<Precondition> {
    @Override
    public Precondition deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonNode node = context.readTree(in);
      if (node.isTextual()) {
        return Precondition.Existence.valueOf(node.textValue().toUpperCase(Locale.ROOT));
      }
      Set<Revision> revisions = new HashSet<>();
      node.forEach(number -> revisions.add(new Revision(number.longValue())));
      return Precondition.revisionIn(revisions);
    }
  }

  /** In Base64. */
  private static final class HistogramWriter extends JsonSerializer<LatencyHistogram> {
    @Override
    public void serialize(
        LatencyHistogram histogram, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(histogram.toBytes());
    }
  }

  private static final class HistogramReader extends JsonDeserializer<LatencyHistogram> {
    @Override
    public LatencyHistogram deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return LatencyHistogram.of(in.getBinaryValue());
    }
  }
}
