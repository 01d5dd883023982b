package dev.understudy.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** The one configured mapper: snake_case, exact decimals, strict reading, explicit nulls. */
public final class Json {

  /** How many objects and arrays may stand in each other. */
  static final int DEEPEST = 100;

  /** How many characters a number may have. */
  static final int LONGEST_NUMBER = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .addDecorator((factory, generator) -> new ShortDecimals(generator))
                  .build())
          .addModule(new ModelModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A record is its components: isFineTuned() is a question, not a field.
          .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // Costs are written as strings.
          .withCoercionConfig(
              BigDecimal.class,
              config -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
          .build();

  private static final ObjectWriter KNOWN =
      MAPPER
          .rebuild()
          .defaultPropertyInclusion(
              JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_EMPTY))
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writer();

  private static final ObjectWriter ESCAPED =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private static final ObjectReader TREES =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** The mapper; do not reconfigure it. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads any JSON value.
   *
   * @throws UnderstudyException MALFORMED_BODY with line and column
   */
  public static JsonNode parse(byte[] bytes) {
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      JsonNode node = value(bytes, parser);
      refuseMore(bytes, parser);
      return node;
    } catch (IOException e) {
      throw MalformedJson.of("the body cannot be read (expected: JSON in UTF-8)");
    }
  }

  private static JsonNode value(byte[] bytes, JsonParser parser) throws IOException {
    try {
      JsonNode node = TREES.readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw MalformedJson.of("the body is empty (expected: JSON)");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw MalformedJson.of(bytes, parser, e);
    } catch (NumberFormatException beyondDecimals) {
      throw MalformedJson.number(bytes, parser);
    }
  }

  private static void refuseMore(byte[] bytes, JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() != null) {
        throw MalformedJson.trailing(bytes, parser.currentTokenLocation());
      }
    } catch (JsonProcessingException e) {
      throw MalformedJson.trailing(bytes, e.getLocation());
    }
  }

  /**
   * Reads any JSON value, for a reader that tells itself what is wrong; missing when there is none.
   *
   * @throws JsonProcessingException with line and column, also of a number that no decimal can hold
   */
  public static JsonNode readTree(byte[] bytes) throws IOException {
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      try {
        JsonNode node = MAPPER.readTree(parser);
        return node == null ? MissingNode.getInstance() : node;
      } catch (NumberFormatException beyondDecimals) {
        String what = parser.getText() + ": an exponent of more than 9 digits";
        throw new JsonParseException(parser, what, parser.currentTokenLocation());
      }
    }
  }

  /**
   * Reads a JSON object.
   *
   * @throws UnderstudyException MALFORMED_BODY when it is something else
   */
  public static ObjectNode parseObject(byte[] bytes) {
    JsonNode node = parse(bytes);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw MalformedJson.of("the body is " + Fields.kindOf(node) + " (expected: a JSON object)");
  }

  /** Any value as JSON, in UTF-8. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A value in which unknown fields and empty lists are left out, half as long; read by {@link
   * #mapper}, it is the same. In ASCII, as UTF-8 cannot say half of a surrogate pair.
   */
  public static String known(Object value) {
    return text(KNOWN, value);
  }

  /** A value with all its nulls, in ASCII. */
  public static String ascii(Object value) {
    return text(ESCAPED, value);
  }

  private static String text(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any value as a tree. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }
}
