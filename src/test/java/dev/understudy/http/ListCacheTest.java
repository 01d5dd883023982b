package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.registry.ModelQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags, conditional requests and compression of the list. */
class ListCacheTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @ValueSource(strings = {"", "?view=full", "?capability=vision", "?limit=3&sort=name"})
  void gzipHasTheSameBytesAndItsOwnTag(String query) throws IOException {
    HttpResponse<byte[]> plain = api.send("GET", "/v1/models" + query);
    HttpResponse<byte[]> zipped =
        api.send("GET", "/v1/models" + query, "accept-encoding", "br, gzip");

    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(Api.header(zipped, "content-encoding")).isEqualTo("gzip");
    assertThat(Api.header(plain, "vary")).isEqualTo("accept-encoding");
    assertThat(Api.header(zipped, "vary")).isEqualTo("accept-encoding");
    assertThat(Api.header(zipped, "etag")).isNotEqualTo(Api.header(plain, "etag"));
    assertThat(zipped.headers().firstValue("link")).isEqualTo(plain.headers().firstValue("link"));
    assertThat(gunzip(zipped.body())).isEqualTo(plain.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?limit=10&after=~bad", "?sort=created&after=nosuch"})
  void aFaultThatShowsLate_isToldEachTime(String query) throws IOException {
    for (String coding : List.of("identity", "identity", "gzip", "gzip")) {
      HttpResponse<byte[]> refused =
          api.send("GET", "/v1/models" + query, "accept-encoding", coding);
      assertThat(refused.statusCode()).isEqualTo(400);
    }
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "GZIP;q=0.5 | true",
        "* | true",
        "*;q=0, gzip | true",
        "deflate, x-gzip;q=0.1 | true",
        "gzip;q=0 | false",
        "gzip; q=0.000, * | false",
        "identity | false",
        "gzipped | false",
        "*;q=0 | false"
      })
  void acceptEncodingIsObeyed(String header, boolean zipped) {
    HttpResponse<byte[]> response = api.send("GET", "/v1/models", "accept-encoding", header);

    assertThat(response.headers().firstValue("content-encoding").isPresent()).isEqualTo(zipped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?view=full", "?tag=vision&sort=created&limit=4"})
  void aKnownTagInAnyFormIsAnsweredWith304(String query) {
    String path = "/v1/models" + query;
    String tag = Api.header(api.send("GET", path), "etag");
    String zipped = Api.header(api.send("GET", path, "accept-encoding", "gzip"), "etag");
    for (String condition :
        List.of(tag, zipped, "W/" + tag, "\"x\", " + tag, "\"x\",W/" + tag + " , \"y\"", "*")) {
      for (String method : List.of("GET", "HEAD")) {
        HttpResponse<byte[]> response = api.send(method, path, "if-none-match", condition);
        assertThat(response.statusCode()).as(condition).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(Api.header(response, "etag")).isEqualTo(tag);
        assertThat(Api.header(response, "vary")).isEqualTo("accept-encoding");
      }
    }
    HttpResponse<byte[]> gzip =
        api.send("GET", path, "if-none-match", zipped, "accept-encoding", "gzip");
    assertThat(gzip.statusCode()).isEqualTo(304);
    assertThat(Api.header(gzip, "etag")).isEqualTo(zipped);
  }

  /** A list that cannot be worked out tells whether somebody tried. */
  @Test
  void aKnownTagIsAnswered_beforeTheListIsWorkedOut() {
    ModelQuery query = ModelQuery.builder().limit(10).after("~bad").build();
    String path = "/v1/models?limit=10&after=~bad";
    for (boolean gzip : new boolean[] {true, false}) {
      String tag = ListBodies.etag(server.server().snapshot(), query, View.OPENAI, gzip);
      HttpResponse<byte[]> known =
          api.send(
              "GET", path, "if-none-match", tag, "accept-encoding", gzip ? "gzip" : "identity");
      assertThat(known.statusCode()).isEqualTo(304);
      assertThat(Api.header(known, "etag")).isEqualTo(tag);
    }
    assertThat(api.send("GET", path, "if-none-match", "\"x\"").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "x", "W/\"x\"", "\"\"", "\"", "W/", ","})
  void anotherTagIsNot(String condition) {
    assertThat(api.send("GET", "/v1/models", "if-none-match", condition).statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyQueryAndViewHasItsOwnTagAndOrderDoesNotMatter() {
    Set<String> tags = new HashSet<>();
    List<String> queries =
        List.of("", "?view=full", "?q=Aa", "?q=BB", "?sort=name", "?limit=1", "?limit=2");
    queries.forEach(query -> tags.add(tag(query)));

    assertThat(tags).hasSameSizeAs(queries);
    assertThat(tag("?view=openai")).isEqualTo(tag(""));
    assertThat(tag("?tag=vision&tag=fast&owned_by=xai"))
        .isEqualTo(tag("?owned_by=xai&tag=fast&tag=vision&tag=fast"));
  }

  private String tag(String query) {
    return Api.header(api.send("GET", "/v1/models" + query), "etag");
  }

  @Test
  void aWriteMovesTheTagAndANoOpDoesNot() {
    String before = tag("");
    api.json("{\"owned_by\":\"me\"}").put("/v1/models/cache-1").then().statusCode(201);
    String written = tag("");
    api.json("{\"owned_by\":\"me\"}").put("/v1/models/cache-1").then().statusCode(200);

    assertThat(written).isNotEqualTo(before);
    assertThat(tag("")).isEqualTo(written);
    assertThat(api.send("GET", "/v1/models", "if-none-match", before).statusCode()).isEqualTo(200);
    assertThat(api.ids("")).contains("cache-1");
  }
}
