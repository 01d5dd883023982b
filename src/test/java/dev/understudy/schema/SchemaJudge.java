package dev.understudy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;

/** A validator by other authors than the one that the program itself uses. */
final class SchemaJudge {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private SchemaJudge() {}

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  static void assertValid(JsonNode schema, JsonNode value) {
    Draft draft =
        schema.path("$schema").asText("").contains("draft-07") ? Draft.DRAFT7 : Draft.DRAFT202012;
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("https://example.com/schema")
            .setDraft(draft)
            .setOutputFormat(OutputFormat.Basic);
    Validator validator =
        Validator.create(JsonSchema.of(new JsonObject(schema.toString())), options);
    OutputUnit result = validator.validate(Json.decodeValue(value.toString()));
    assertThat(result.getValid())
        .as("%s%n for %s%n of %s", result.getErrors(), value, schema)
        .isTrue();
  }
}
