package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every filter of the list, against a look at each model in full. */
class ListFilterTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  static Stream<Arguments> filters() {
    return Stream.of(
        filter("capability=vision", can("vision", true)),
        filter("capability=-vision", can("vision", false)),
        filter("capability=%3Fvision", can("vision", null)),
        filter("capability=?vision", can("vision", null)),
        filter(
            "capability=vision&capability=-reasoning",
            can("vision", true).and(can("reasoning", false))),
        filter("capability=moe&capability=%3Fvideo", can("moe", true).and(can("video", null))),
        filter("tag=flagship", has("tags", "flagship")),
        filter("tag=flagship&tag=vision", has("tags", "flagship").and(has("tags", "vision"))),
        filter("owned_by=qwen", is("owned_by", "qwen")),
        filter("owned_by=qwen&owned_by=xai", is("owned_by", "qwen").or(is("owned_by", "xai"))),
        filter("provider=zhipu", is("provider", "zhipu")),
        filter("provider=zhipu&provider=meta", is("provider", "zhipu").or(is("provider", "meta"))),
        filter("family=mixtral", is("family", "mixtral")),
        filter("family=mixtral&family=claude", is("family", "mixtral").or(is("family", "claude"))),
        filter("status=retired", is("status", "retired")),
        filter(
            "status=preview&status=deprecated",
            is("status", "preview").or(is("status", "deprecated"))),
        filter("origin=catalog", model -> model.get("origin").asText().startsWith("catalog")),
        filter("input_modality=image", modality("input", "image")),
        filter(
            "input_modality=image&input_modality=audio",
            modality("input", "image").and(modality("input", "audio"))),
        filter("output_modality=audio", modality("output", "audio")),
        filter("min_context=1000000", atLeast(1_000_000)),
        filter(
            "min_context=1000000&include_unknown=true",
            atLeast(1_000_000).or(model -> model.get("context_window").isNull())),
        filter("max_input_price=0.05", atMost("input_per_million", "0.05")),
        filter(
            "max_input_price=0.05&include_unknown=true",
            atMost("input_per_million", "0.05")
                .or(model -> !price(model, "input_per_million").isNumber())),
        filter("max_output_price=0.30", atMost("output_per_million", "0.30")),
        filter("open_weights=true", model -> model.get("open_weights").asText().equals("true")),
        filter("open_weights=false", model -> model.get("open_weights").asText().equals("false")),
        filter("q=mixtral", mentions("mixtral")),
        filter("q=Mixtral%20INSTRUCT", mentions("mixtral").and(mentions("instruct"))),
        filter(
            "provider=openai&capability=reasoning&status=active&max_input_price=2&min_context=200000",
            is("provider", "openai")
                .and(can("reasoning", true))
                .and(is("status", "active"))
                .and(atMost("input_per_million", "2"))
                .and(atLeast(200_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void aFilterFindsWhatALookAtEachModelFinds(String query, Predicate<JsonNode> naive) {
    List<JsonNode> all = api.everyModel();
    List<String> expected = all.stream().filter(naive).map(m -> m.get("id").asText()).toList();

    assertThat(expected).isNotEmpty();
    assertThat(api.ids("?" + query)).isEqualTo(expected);
  }

  @Test
  void everyCapabilityIsAFilterInThreeStates() {
    List<JsonNode> all = api.everyModel();
    all.get(0)
        .get("capabilities")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("moe_config")) {
                int found = 0;
                for (String sign : List.of("", "-", "%3F")) {
                  found += api.ids("?capability=" + sign + name).size();
                }
                assertThat(found).as(name).isEqualTo(all.size());
              }
            });
  }

  @Test
  void aFilterOfNothingIsAnEmptyList() {
    JsonNode list = api.ok("/v1/models?owned_by=nobody");

    assertThat(list.get("object").asText()).isEqualTo("list");
    assertThat(list.get("data")).isEmpty();
    assertThat(list.has("has_more")).isFalse();
  }

  @Test
  void autoCreatedModelsAreListedOnlyWhenAskedFor() throws Exception {
    server.client().create("acme/auto-made-7b").await();

    assertThat(api.ids("")).doesNotContain("acme/auto-made-7b");
    assertThat(api.ids("?origin=auto")).containsExactly("acme/auto-made-7b");
    assertThat(api.ids("?origin=auto&origin=catalog"))
        .contains("acme/auto-made-7b", "gpt-4o")
        .isSorted();
  }

  @Test
  void viewsShowTheSameModels() {
    JsonNode brief = api.ok("/v1/models?view=openai");

    assertThat(brief).isEqualTo(api.ok("/v1/models"));
    assertThat(Api.ids(brief)).isEqualTo(api.ids("?view=full"));
    brief
        .get("data")
        .forEach(
            model -> {
              assertThat(model.fieldNames())
                  .toIterable()
                  .containsExactly("id", "object", "created", "owned_by", "root", "parent");
              assertThat(model.get("object").asText()).isEqualTo("model");
              assertThat(model.get("created").isIntegralNumber()).isTrue();
              assertThat(model.get("owned_by").asText()).isNotBlank();
            });
  }

  private static Arguments filter(String query, Predicate<JsonNode> naive) {
    return arguments(query, naive);
  }

  private static Predicate<JsonNode> can(String capability, @Nullable Boolean value) {
    return model -> {
      JsonNode flag = model.get("capabilities").get(capability);
      return value == null ? flag.isNull() : flag.isBoolean() && flag.booleanValue() == value;
    };
  }

  private static Predicate<JsonNode> is(String field, String value) {
    return model -> model.get(field).asText().equals(value);
  }

  private static Predicate<JsonNode> has(String field, String value) {
    return model -> holds(model.get(field), value);
  }

  private static Predicate<JsonNode> modality(String direction, String value) {
    return model -> holds(model.path("modalities").path(direction), value);
  }

  private static boolean holds(JsonNode array, String value) {
    return StreamSupport.stream(array.spliterator(), false).anyMatch(e -> e.asText().equals(value));
  }

  private static Predicate<JsonNode> atLeast(int tokens) {
    return model -> model.get("context_window").asInt(0) >= tokens;
  }

  private static JsonNode price(JsonNode model, String rate) {
    return model.path("pricing").path(rate);
  }

  private static Predicate<JsonNode> atMost(String rate, String most) {
    return model ->
        price(model, rate).isNumber()
            && price(model, rate).decimalValue().compareTo(new BigDecimal(most)) <= 0;
  }

  private static Predicate<JsonNode> mentions(String word) {
    return model -> {
      String text = "";
      for (String field : List.of("id", "name", "family", "owned_by", "provider", "description")) {
        text += model.get(field).asText() + " ";
      }
      text += model.get("aliases").toString() + model.get("tags");
      return text.toLowerCase(Locale.ROOT).contains(word);
    };
  }
}
