package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/search}: ranks, filters, pages, facets, highlights. */
class SearchRouteTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @Test
  void hitsAreRankedAndSayWhatTheyLack() {
    JsonNode whole = api.ok("/v1/search?q=mixtral%20moe");
    JsonNode partial = api.ok("/v1/search?q=mixtral%20reasoning&limit=2");

    assertThat(whole.get("object").asText()).isEqualTo("list");
    assertThat(whole.get("query").asText()).isEqualTo("mixtral moe");
    assertThat(whole.get("data").get(0).get("id").asText()).containsIgnoringCase("mixtral");
    assertThat(whole.get("data").get(0).get("partial").asBoolean(true)).isFalse();
    assertThat(partial.get("data")).hasSize(2);
    for (JsonNode hit : partial.get("data")) {
      assertThat(hit.get("id").asText()).containsIgnoringCase("mixtral");
      assertThat(hit.get("partial").asBoolean()).isTrue();
      assertThat(hit.get("missing")).extracting(JsonNode::asText).containsExactly("reasoning");
      assertThat(hit.get("model").get("object").asText()).isEqualTo("model");
    }
    assertThat(whole.findValues("score").stream().map(JsonNode::asDouble).toList())
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void aMisspeltWordIsCorrectedAndSaysSo() {
    JsonNode page = api.ok("/v1/search?q=mixtrall");

    assertThat(page.get("data").get(0).get("id").asText()).containsIgnoringCase("mixtral");
    for (JsonNode hit : page.get("data")) {
      assertThat(hit.get("corrected").get("mixtrall").asText()).isEqualTo("mixtral");
      assertThat(hit.get("matched")).extracting(JsonNode::asText).containsExactly("mixtrall");
    }
    assertThat(api.ok("/v1/search?q=mixtral").get("data").get(0).get("corrected")).isEmpty();
    assertThat(api.ok("/v1/search?q=gtp-4").get("data"))
        .as("three letters are not corrected, digits never")
        .allSatisfy(hit -> assertThat(hit.get("corrected")).isEmpty());
  }

  @Test
  void highlightsSayWhereTheWordsStand() {
    JsonNode hit = api.ok("/v1/search?q=gpt-4o&limit=1").get("data").get(0);
    JsonNode first = hit.get("highlights").get(0);

    assertThat(hit.get("id").asText()).isEqualTo("gpt-4o");
    assertThat(first.get("field").asText()).isEqualTo("id");
    assertThat(first.get("text").asText()).isEqualTo("gpt-4o");
    assertThat(first.get("spans").toString())
        .isEqualTo("[{\"start\":0,\"end\":3},{\"start\":4,\"end\":6}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "owned_by=openai",
        "provider=meta&provider=mistral",
        "capability=reasoning&capability=-vision",
        "capability=%3Fmoe",
        "status=deprecated&status=retired",
        "tag=flagship",
        "input_modality=image&output_modality=text",
        "min_context=200000",
        "max_input_price=1&include_unknown=true",
        "open_weights=true&min_context=100000",
        "origin=catalog",
        "origin=auto"
      })
  void filtersNarrowASearchToWhatTheListHas(String filters) {
    List<String> all = pages("/v1/search?q=large+model&limit=100");
    Set<String> listed = new HashSet<>(api.ids("?" + filters));

    List<String> expected = all.stream().filter(listed::contains).toList();
    assertThat(pages("/v1/search?q=large+model&limit=100&" + filters))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(api.ok("/v1/search?q=large+model&limit=1&" + filters).get("total").asInt())
        .isEqualTo(expected.size());
  }

  @Test
  void theNextLinksLeadToEveryHitOnceInTheSameOrder() {
    List<String> whole = pages("/v1/search?q=llama+mistral&limit=100");

    assertThat(whole).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(pages("/v1/search?q=llama+mistral&limit=7")).isEqualTo(whole);
    assertThat(pages("/v1/search?limit=9&q=llama+mistral")).isEqualTo(whole);
    assertThat(api.ok("/v1/search?q=llama+mistral&limit=1").get("total").asInt())
        .isEqualTo(whole.size());
  }

  /** The ids on all pages. */
  private List<String> pages(String first) {
    List<String> ids = new ArrayList<>();
    @Nullable String path = first;
    while (path != null) {
      Response response = api.get(path);
      JsonNode page = Api.tree(response);
      ids.addAll(Api.ids(page));
      String link = response.getHeader("link");
      assertThat(page.get("has_more").asBoolean()).isEqualTo(link != null);
      assertThat(page.get("next_cursor").isNull()).isEqualTo(link == null);
      path = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(strings = {"owned_by", "provider", "family", "capability", "status", "origin"})
  void facetsCountWhatTheFilterWouldLeave(String name) {
    JsonNode page = api.ok("/v1/search?q=model&limit=1");
    JsonNode values = page.get("facets").get(name);

    assertThat(values).isNotEmpty().hasSizeLessThanOrEqualTo(20);
    int last = page.get("total").asInt();
    for (JsonNode value : values) {
      String filter = name + "=" + value.get("value").asText();
      int count = api.ok("/v1/search?q=model&limit=1&" + filter).get("total").asInt();
      assertThat(count).as(filter).isEqualTo(value.get("count").asInt()).isLessThanOrEqualTo(last);
      last = count;
    }
  }

  @Test
  void aCursorOfAnotherSearchIsRefused() {
    String cursor = api.ok("/v1/search?q=llama&limit=1").get("next_cursor").asText();

    assertThat(api.ok("/v1/search?q=LLAMA&limit=1&after=" + cursor).get("data")).hasSize(1);
    JsonNode error = api.error(400, "/v1/search?q=gpt&limit=1&after=" + cursor);
    assertThat(error.get("param").asText()).isEqualTo("after");
    assertThat(error.get("message").asText()).contains("the same words");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/search, q",
    "/v1/search?q=%20, q",
    "/v1/search?q=a&limit=0, limit",
    "/v1/search?q=a&limit=101, limit",
    "/v1/search?q=a&after=gpt-4o, after",
    "/v1/search?q=a&after=~, after",
    "/v1/search?q=a&after=~YQ, after",
    "/v1/search?q=a&sort=id, sort",
    "/v1/search?q=a&view=full, view",
    "/v1/search?q=a&status=old, status",
    "/v1/search?q=a&capability=flying, capability",
    "/v1/search?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q, q"
  })
  void parametersAreChecked(String path, String param) {
    assertThat(api.error(400, path).get("param").asText()).isEqualTo(param);
  }
}
