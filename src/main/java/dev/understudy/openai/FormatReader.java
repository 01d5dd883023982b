package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Message;
import dev.understudy.content.OutputFormat;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads in which form an answer is to be. Confined to one thread. */
final class FormatReader {

  private static final Pattern JSON = Pattern.compile("json", Pattern.CASE_INSENSITIVE);

  private final Faults faults;
  private final Map<Capability, String> capabilities;

  /**
   * A reader.
   *
   * @param capabilities where it notes what the model must be able to do
   */
  FormatReader(Faults faults, Map<Capability, String> capabilities) {
    this.faults = faults;
    this.capabilities = capabilities;
  }

  /**
   * Reads the form.
   *
   * @param format null for text
   * @param path where it stands
   * @param inner the field of it that has name and schema; empty when it has them itself
   */
  OutputFormat read(@Nullable JsonNode format, String path, String inner) {
    String type = format == null ? "text" : format.path("type").asText("");
    return switch (type) {
      case "text" -> OutputFormat.TEXT;
      case "json_object" -> {
        capabilities.put(Capability.JSON_MODE, path);
        yield OutputFormat.JSON_OBJECT;
      }
      case "json_schema" -> {
        capabilities.put(Capability.STRUCTURED_OUTPUTS, path);
        JsonNode given = Objects.requireNonNull(format);
        yield inner.isEmpty()
            ? schema(given, path, path + ".schema")
            : schema(given.path(inner), path + "." + inner, path);
      }
      default -> {
        faults.add(
            path + ".type",
            Objects.requireNonNull(format).get("type"),
            "one of text, json_object, json_schema");
        yield OutputFormat.TEXT;
      }
    };
  }

  /**
   * Any JSON object is only answered to who says so: at the vendor a model that was not told would
   * write white space without end.
   *
   * @param param where the messages stand
   */
  static void requireMention(
      OutputFormat format, List<Message> messages, String param, Faults faults) {
    boolean told =
        format.kind() != OutputFormat.Kind.JSON_OBJECT
            || messages.stream().anyMatch(message -> JSON.matcher(message.text()).find());
    faults.require(
        told, param, "no mention of JSON", "the word json, as the format is a json_object");
  }

  /** The param is what the vendor calls a schema that cannot be strict. */
  private OutputFormat schema(JsonNode named, String path, String param) {
    JsonNode name = named.get("name");
    faults.require(
        name != null && ChatTools.NAME.matcher(name.asText()).matches(),
        path + ".name",
        name,
        ChatTools.NAME_EXPECTED);
    JsonNode schema = named.get("schema");
    faults.require(
        schema != null && schema.isObject(),
        path + ".schema",
        schema,
        "an object, a JSON Schema",
        ErrorCode.INVALID_TYPE);
    if (ChatTools.isStrict(named, path, faults) && schema != null) {
      StrictSchema.check(schema, param, ErrorCode.INVALID_JSON_SCHEMA, faults);
    }
    return schema == null ? OutputFormat.JSON_OBJECT : OutputFormat.of(schema, path + ".schema");
  }
}
