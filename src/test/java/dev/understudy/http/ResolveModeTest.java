package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every route that takes a model, in every mode, said by parameter and by header. */
class ResolveModeTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private static final String ID = "claude-3-opus-20240229";
  private static final String ALIAS = "claude-3-opus-latest";
  private static final String SLOPPY = "Claude_3.Opus 20240229";

  private final Api api = new Api(server);

  /**
   * @param usual the mode where none is said
   * @param guesses whether fuzzy is allowed
   */
  private record Route(
      String name,
      String usual,
      boolean guesses,
      BiFunction<RequestSpecification, String, Response> call) {}

  private static List<Route> reads() {
    return List.of(
        new Route("model", "fuzzy", true, (r, m) -> r.get("/v1/models/" + m)),
        new Route("head", "fuzzy", true, (r, m) -> r.head("/v1/models/" + m)),
        new Route("caps", "fuzzy", true, (r, m) -> r.get("/v1/models/" + m + "/capabilities")),
        new Route("stream", "alias", true, (r, m) -> r.get("/v1/models/" + m + "/stream?tokens=1")),
        new Route(
            "chat",
            "alias",
            true,
            (r, m) -> r.body(chat(m)).contentType("application/json").post("/v1/chat/completions")),
        new Route(
            "cost",
            "alias",
            false,
            (r, m) -> r.body("{}").contentType("application/json").post(cost(m))));
  }

  private static String cost(String model) {
    return "/v1/models/" + model + "/cost";
  }

  private static String chat(String model) {
    return "{\"model\":\"%s\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"
        .formatted(model.replace("%20", " "));
  }

  @TestFactory
  Stream<DynamicTest> reads_goAsFarAsTheModeSays() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Route route : reads()) {
      for (String mode : new String[] {null, "strict", "alias", "fuzzy"}) {
        for (boolean byHeader : mode == null ? new boolean[] {true} : new boolean[] {true, false}) {
          for (String name : List.of(ID, ALIAS, SLOPPY.replace(" ", "%20"))) {
            tests.add(
                DynamicTest.dynamicTest(
                    "%s %s %s header=%s".formatted(route.name(), name, mode, byHeader),
                    () -> holds(route, name, mode, byHeader)));
          }
        }
      }
    }
    return tests.stream();
  }

  private void holds(Route route, String name, String said, boolean byHeader) {
    Response response = route.call().apply(saying(said, byHeader), name);
    String mode = said == null ? route.usual() : said;
    if (mode.equals("fuzzy") && !route.guesses()) {
      assertThat(Api.error(400, response).get("message").asText())
          .contains("resolve: fuzzy (expected: strict or alias");
      return;
    }
    boolean found =
        name.equals(ID) || mode.equals("fuzzy") || (name.equals(ALIAS) && mode.equals("alias"));
    assertThat(response.statusCode()).isEqualTo(found ? 200 : 404);
    assertThat(response.header("understudy-resolved"))
        .isEqualTo(
            !found || name.equals(ID)
                ? null
                : ID + "; via=" + (name.equals(ALIAS) ? "alias" : "normalized"));
  }

  private RequestSpecification saying(String mode, boolean byHeader) {
    RequestSpecification request = api.request();
    if (mode != null && byHeader) {
      request.header("understudy-resolve", mode);
    } else if (mode != null) {
      request.queryParam("resolve", mode);
    }
    return request;
  }

  @TestFactory
  Stream<DynamicTest> writes_takeIdsInEveryMode_andRefuseToGuess() {
    List<Route> writes =
        List.of(
            new Route("put", "", false, (r, m) -> r.body("{}").put("/v1/models/" + m)),
            new Route("patch", "", false, (r, m) -> r.body("{}").patch("/v1/models/" + m)),
            new Route("delete", "", false, (r, m) -> r.delete("/v1/models/" + m)),
            new Route("post", "", false, (r, m) -> r.body("{\"id\":\"x\"}").post("/v1/models")));
    return writes.stream()
        .flatMap(route -> Stream.of(true, false).map(byHeader -> refusesToGuess(route, byHeader)));
  }

  private DynamicTest refusesToGuess(Route route, boolean byHeader) {
    return DynamicTest.dynamicTest(
        route.name() + " header=" + byHeader,
        () -> {
          Response guess =
              route.call().apply(saying("fuzzy", byHeader).contentType("application/json"), "x");
          assertThat(Api.error(400, guess).get("message").asText())
              .contains("resolve: fuzzy (expected: strict or alias");
          if (!route.name().equals("post")) {
            for (String mode : List.of("strict", "alias")) {
              Api.error(
                  409,
                  route
                      .call()
                      .apply(saying(mode, byHeader).contentType("application/json"), ALIAS));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> modeThatThereIsNot_isRefusedEverywhere() {
    return Stream.concat(
            reads().stream(),
            Stream.of(
                new Route("resolve", "fuzzy", true, (r, m) -> r.get("/v1/resolve?q=" + m)),
                new Route("delete", "", false, (r, m) -> r.delete("/v1/models/" + m))))
        .filter(route -> !route.name().equals("head"))
        .flatMap(
            route ->
                Stream.of(true, false)
                    .map(
                        byHeader ->
                            DynamicTest.dynamicTest(
                                route.name() + " header=" + byHeader,
                                () ->
                                    assertThat(
                                            Api.error(
                                                    400,
                                                    route
                                                        .call()
                                                        .apply(saying("guess", byHeader), ID))
                                                .get("message")
                                                .asText())
                                        .contains(
                                            "guess (expected: one of strict, alias, fuzzy"))));
  }
}
