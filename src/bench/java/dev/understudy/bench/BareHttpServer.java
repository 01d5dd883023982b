package dev.understudy.bench;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ceiling of reads: Vert.x with nothing in it. It fetches each {@code --answer URL} once and
 * then gives the same bytes and headers to whatever request, without a look at it, on one port an
 * answer and one event loop for all. Prints {@code bare ready: http://127.0.0.1:P1
 * http://127.0.0.1:P2}.
 */
public final class BareHttpServer {

  private static final Set<String> MADE_BY_SERVER = Set.of("content-length", "date", "connection");

  private BareHttpServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] args)
      throws IOException, InterruptedException, TimeoutException {
    Arguments arguments = Arguments.parse(args).only("answer");
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    StringBuilder ready = new StringBuilder("bare ready:");
    for (String url : arguments.all("answer")) {
      int port =
          vertx
              .createHttpServer(
                  new HttpServerOptions().setTcpNoDelay(true).setStrictThreadMode(true))
              .requestHandler(fetch(url))
              .listen(0, "127.0.0.1")
              .await(10, TimeUnit.SECONDS)
              .actualPort();
      ready.append(" http://127.0.0.1:").append(port);
    }
    System.out.println(ready);
  }

  private static Answer fetch(String url) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    List<Header> headers = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : response.headers().map().entrySet()) {
      if (!MADE_BY_SERVER.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        headers.add(
            new Header(
                HttpHeaders.createOptimized(header.getKey()),
                HttpHeaders.createOptimized(header.getValue().get(0))));
      }
    }
    return new Answer(Buffer.buffer(response.body()), List.copyOf(headers));
  }

  private record Header(CharSequence name, CharSequence value) {}

  private record Answer(Buffer body, List<Header> headers) implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
      HttpServerResponse response = request.response();
      for (int i = 0; i < headers.size(); i++) {
        response.putHeader(headers.get(i).name(), headers.get(i).value());
      }
      response.end(body);
    }
  }
}
