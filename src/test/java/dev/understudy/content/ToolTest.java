package dev.understudy.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.schema.JsonSource;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {

  private final JsonSource source = new JsonSource();

  private JsonNode arguments(String parameters, int seed) throws JsonProcessingException {
    Tool tool = new Tool("f", "", new ObjectMapper().readTree(parameters), "tools[0]");
    return source.write(new Random(seed), tool.parameters(), "", "parameters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"object\"}",
        "{\"type\":\"object\",\"properties\":{},\"title\":\"NoArguments\"}"
      })
  void withoutParameters_itIsCalledWithNone(String parameters) throws JsonProcessingException {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(arguments(parameters, seed)).hasToString("{}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}",
        "{\"type\":[\"object\",\"null\"],\"required\":[\"a\"]}",
        "{\"anyOf\":[{\"type\":\"string\"},{\"required\":[\"a\"]}]}",
        "{\"$ref\":\"#/$defs/t\",\"$defs\":{\"t\":{\"required\":[\"a\"]}}}"
      })
  void itsArgumentsAreAnObject(String parameters) throws JsonProcessingException {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(arguments(parameters, seed).isObject()).isTrue();
    }
  }
}
