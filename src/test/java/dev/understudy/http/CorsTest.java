package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import dev.understudy.TestServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of web pages, as their browsers ask for them. */
class CorsTest {

  private static final String PAGE = "http://localhost:3000";
  private static final String ALLOWED = "access-control-allow-origin";
  private static final String CHAT = "/v1/chat/completions";

  @RegisterExtension
  static final TestServer server =
      new TestServer("http.cors_origins=https://app.example," + PAGE, "simulation.time_scale=0");

  @RegisterExtension static final TestServer open = new TestServer("http.cors_origins=*");

  @RegisterExtension static final TestServer usual = new TestServer();

  private static RequestSpecification from(TestServer asked, String origin) {
    return new Api(asked).request().header("origin", origin);
  }

  @Test
  void aPreflight_isTakenForAnyHeader() {
    from(server, PAGE)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,x-stainless-lang")
        .options(CHAT)
        .then()
        .statusCode(204)
        .header(ALLOWED, PAGE)
        .header("access-control-allow-methods", containsString("POST"))
        .header("access-control-allow-headers", "authorization,x-stainless-lang");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models/gpt-4o", "/v1/models", "/v1/nothing", "/v1/models/gpt-9x"})
  void answersAndErrors_canBeRead(String path) {
    Response answer = from(server, PAGE).get(path);
    answer.then().header(ALLOWED, PAGE).header("access-control-expose-headers", "*");
    assertThat(answer.headers().getValues("vary")).contains("origin");
    from(open, "https://anywhere.example").get(path).then().header(ALLOWED, "*");
  }

  @Test
  void otherPages_areToldNothing() {
    from(server, "https://evil.example").get("/v1/models").then().header(ALLOWED, nullValue());
    from(server, "null").get("/v1/models").then().header(ALLOWED, nullValue());
    from(usual, PAGE).get("/v1/models/gpt-4o").then().header(ALLOWED, nullValue());
    from(server, "https://evil.example")
        .header("access-control-request-method", "POST")
        .options(CHAT)
        .then()
        .statusCode(405)
        .header(ALLOWED, nullValue());
  }
}
