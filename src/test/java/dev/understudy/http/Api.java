package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/** Ordinary calls of a test server. Paths are sent as they are written. */
final class Api {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final TestServer server;

  Api(TestServer server) {
    this.server = server;
  }

  RequestSpecification request() {
    return RestAssured.given().baseUri(server.url()).urlEncodingEnabled(false);
  }

  /** A request with a JSON body. */
  RequestSpecification json(String body) {
    return request().contentType(ContentType.JSON).body(body);
  }

  Response get(String path) {
    return request().get(path);
  }

  /** The JSON of an answer that must be 200. */
  JsonNode ok(String path) {
    return tree(get(path).then().statusCode(200).extract().response());
  }

  /** The error of an answer that must have that status. */
  JsonNode error(int status, String path) {
    return error(status, get(path));
  }

  static JsonNode error(int status, Response response) {
    response.then().statusCode(status).contentType(ContentType.JSON);
    return tree(response).get("error");
  }

  static JsonNode tree(Response response) {
    return Json.parse(response.asByteArray());
  }

  /** The ids of a list. */
  List<String> ids(String query) {
    return ids(ok("/v1/models" + query));
  }

  static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.get("data").forEach(model -> ids.add(model.get("id").textValue()));
    return ids;
  }

  /** Every model in full. */
  List<JsonNode> everyModel() {
    return StreamSupport.stream(ok("/v1/models?view=full").get("data").spliterator(), false)
        .toList();
  }

  /**
   * Sends a request as it is, without a client's own headers or decoding.
   *
   * @param headers names and values in turn
   */
  HttpResponse<byte[]> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** Sends a JSON body and does not wait for the answer. */
  CompletableFuture<HttpResponse<byte[]>> sendLater(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** A header that must be there. */
  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
