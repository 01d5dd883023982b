package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a response says again of its request, defaults filled in. It is read off a body whose faults
 * are told elsewhere.
 */
final class ResponseEcho {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode body;
  private final Map<String, Object> echo = new LinkedHashMap<>();

  private ResponseEcho(ObjectNode body) {
    this.body = body;
  }

  /** The fields of a response that are those of its request. */
  static Map<String, Object> of(ObjectNode body) {
    ResponseEcho all = new ResponseEcho(body);
    all.put("instructions", JSON.nullNode());
    all.put("max_output_tokens", JSON.nullNode());
    all.put("max_tool_calls", JSON.nullNode());
    all.put("metadata", JSON.objectNode());
    all.put("parallel_tool_calls", JSON.booleanNode(true));
    all.put("previous_response_id", JSON.nullNode());
    all.put("prompt_cache_key", JSON.nullNode());
    all.put("safety_identifier", JSON.nullNode());
    all.put("store", JSON.booleanNode(true));
    all.put("temperature", JSON.numberNode(1.0));
    all.put("tool_choice", JSON.textNode("auto"));
    all.put("top_logprobs", JSON.numberNode(0));
    all.put("top_p", JSON.numberNode(1.0));
    all.put("truncation", JSON.textNode("disabled"));
    all.put("user", JSON.nullNode());
    all.echo.put("background", false);
    all.echo.put("service_tier", "default");
    all.echo.put("reasoning", all.reasoning());
    all.echo.put("text", all.text());
    all.echo.put("tools", all.tools());
    return all.echo;
  }

  private void put(String name, JsonNode otherwise) {
    echo.put(name, given(body, name, otherwise));
  }

  private static JsonNode given(JsonNode object, String name, JsonNode otherwise) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull() ? otherwise : value;
  }

  private JsonNode reasoning() {
    JsonNode asked = body.path("reasoning");
    ObjectNode reasoning = JSON.objectNode();
    reasoning.set("effort", given(asked, "effort", JSON.nullNode()));
    reasoning.set("summary", given(asked, "summary", JSON.nullNode()));
    return reasoning;
  }

  private JsonNode text() {
    JsonNode asked = body.path("text");
    ObjectNode text = JSON.objectNode();
    text.set("format", given(asked, "format", JSON.objectNode().put("type", "text")));
    text.set("verbosity", given(asked, "verbosity", JSON.textNode("medium")));
    return text;
  }

  /** A function is strict unless it says otherwise. */
  private JsonNode tools() {
    ArrayNode tools = JSON.arrayNode();
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("type").asText("").equals("function")) {
        ObjectNode function = tool.deepCopy();
        function.set("description", given(tool, "description", JSON.nullNode()));
        function.set("parameters", given(tool, "parameters", JSON.nullNode()));
        function.set("strict", given(tool, "strict", JSON.booleanNode(true)));
        tools.add(function);
      } else {
        tools.add(tool);
      }
    }
    return tools;
  }
}
