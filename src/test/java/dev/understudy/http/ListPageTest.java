package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sorting and paging of the list. */
class ListPageTest {

  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @ValueSource(strings = {"id", "created", "context_window", "input_price", "output_price", "name"})
  void bothOrdersPutUnknownLastAndTiesById(String sort) {
    List<JsonNode> all = api.everyModel();
    Function<JsonNode, @Nullable Comparable<Object>> key = key(sort);
    for (boolean descending : new boolean[] {false, true}) {
      Comparator<Comparable<Object>> keys = Comparator.naturalOrder();
      List<String> expected =
          all.stream()
              .sorted(
                  Comparator.comparing(
                          key, Comparator.nullsLast(descending ? keys.reversed() : keys))
                      .thenComparing(model -> model.get("id").asText()))
              .map(model -> model.get("id").asText())
              .toList();

      assertThat(api.ids("?sort=" + sort + "&order=" + (descending ? "desc" : "asc")))
          .isEqualTo(expected);
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<JsonNode, @Nullable Comparable<Object>> key(String sort) {
    return model -> {
      Object key =
          switch (sort) {
            case "created" -> number(model.get("created"));
            case "context_window" -> number(model.get("context_window"));
            case "input_price" -> number(model.path("pricing").path("input_per_million"));
            case "output_price" -> number(model.path("pricing").path("output_per_million"));
            case "name" ->
                model.get("name").isNull()
                    ? null
                    : model.get("name").asText().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            default -> model.get("id").asText();
          };
      return (@Nullable Comparable<Object>) key;
    };
  }

  private static @Nullable BigDecimal number(JsonNode node) {
    return node.isNumber() ? node.decimalValue().stripTrailingZeros() : null;
  }

  @ParameterizedTest
  @CsvSource({
    "sort=id, 50",
    "sort=id&order=desc, 7",
    "sort=name, 60",
    "sort=input_price&order=desc, 60",
    "sort=context_window, 60",
    "sort=created&order=desc&capability=chat, 100",
    "provider=openai&view=full, 40",
    "q=instruct&sort=output_price, 9"
  })
  void theNextLinksLeadToEveryModelOnce(String query, int limit) {
    List<String> whole = api.ids("?" + query);
    List<String> seen = new ArrayList<>();
    String next = "/v1/models?" + query + "&limit=" + limit;
    while (next != null) {
      Response page = api.get(next);
      JsonNode body = Api.tree(page);
      List<String> ids = Api.ids(body);
      assertThat(ids).hasSizeBetween(1, limit);
      assertThat(body.get("first_id").asText()).isEqualTo(ids.get(0));
      assertThat(body.get("last_id").asText()).isEqualTo(ids.get(ids.size() - 1));
      seen.addAll(ids);
      next = next(page);
      assertThat(body.get("has_more").asBoolean()).isEqualTo(next != null);
    }

    assertThat(seen).isEqualTo(whole);
    assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
  }

  private static @Nullable String next(Response page) {
    String link = page.header("link");
    if (link == null) {
      return null;
    }
    Matcher matcher = NEXT.matcher(link);
    assertThat(matcher.matches()).as(link).isTrue();
    return matcher.group(1);
  }

  @Test
  void afterTakesAnId() {
    List<String> all = api.ids("?sort=created&order=desc");

    assertThat(api.ids("?sort=created&order=desc&after=" + all.get(9) + "&limit=5"))
        .isEqualTo(all.subList(10, 15));
    assertThat(api.ids("?sort=created&order=desc&after=" + all.get(9)))
        .isEqualTo(all.subList(10, all.size()));
  }

  @Test
  void afterTheLastIsAnEmptyPage() {
    List<String> all = api.ids("");
    JsonNode page = api.ok("/v1/models?limit=5&after=" + all.get(all.size() - 1));

    assertThat(page.get("data")).isEmpty();
    assertThat(page.get("has_more").asBoolean()).isFalse();
    assertThat(page.get("first_id").isNull()).isTrue();
    assertThat(page.get("last_id").isNull()).isTrue();
  }

  @Test
  void aPageSurvivesTheDeletionOfTheModelItStartsAfter() {
    Stream.of("page-a", "page-b", "page-c")
        .forEach(
            id -> api.json("{\"id\":\"" + id + "\",\"owned_by\":\"pager\"}").post("/v1/models"));
    for (String sort : List.of("id", "name", "created")) {
      String query = "/v1/models?owned_by=pager&limit=1&sort=" + sort;
      Response first = api.get(query);
      String doomed = Api.ids(Api.tree(first)).get(0);
      api.request().delete("/v1/models/" + doomed).then().statusCode(204);

      assertThat(Api.ids(Api.tree(api.get(String.valueOf(next(first))))))
          .as(sort)
          .containsExactly("page-b");
      api.json("{\"id\":\"" + doomed + "\",\"owned_by\":\"pager\"}").post("/v1/models");
    }
    api.request().delete("/v1/models/page-b").then().statusCode(204);
    assertThat(api.ids("?owned_by=pager&limit=1&after=page-b")).containsExactly("page-c");
  }

  @Test
  void aCursorOfAnotherSortIsRefused() {
    String cursor =
        String.valueOf(next(api.get("/v1/models?sort=name&limit=1"))).replaceAll(".*after=", "");
    JsonNode error = api.error(400, "/v1/models?sort=created&limit=1&after=" + cursor);

    assertThat(error.get("param").asText()).isEqualTo("after");
    assertThat(error.get("message").asText()).contains("sorted by created, not name");
  }

  @Test
  void anUnknownPlaceIsRefusedUnlessSortedById() {
    assertThat(api.error(400, "/v1/models?sort=name&after=no-such").get("message").asText())
        .isEqualTo("after: no-such (expected: the id of a model that is there, or a cursor)");
    assertThat(api.ids("?after=zzzz")).isEmpty();
  }

  @Test
  void withoutALimitThereAreNoPageFields() {
    Response response = api.get("/v1/models?sort=name");

    assertThat(response.header("link")).isNull();
    assertThat(Api.tree(response).fieldNames()).toIterable().containsExactly("object", "data");
  }
}
