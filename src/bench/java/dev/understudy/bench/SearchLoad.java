package dev.understudy.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Keeps a number of searches and resolutions under way, so that the workers never rest: as soon as
 * one is answered the next is asked. In turns {@code /v1/search} by a few words, {@code
 * /v1/resolve} of a misspelt name, and of a long one that nothing is near to; each name is new, so
 * that no cache helps. Runs until its input ends, so it cannot outlive who started it, and prints
 * how many were answered. Arguments: {@code --url http://127.0.0.1:8000 --concurrency 3}.
 */
public final class SearchLoad {

  private static final String[] WORDS = {
    "mixtral moe", "gpt vision", "llama instruct 70b", "small open model", "reasoning tools long",
    "claude", "embedding multilingual", "qwen coder", "audio realtime", "cheap vision"
  };
  private static final String[] NAMES = {
    "GPT_4o minii",
    "claude sonet",
    "lama 3.1 8b",
    "mistral large lates",
    "qwen2.5 codr 32b",
    "deepseek v3 chatt",
    "gemini flsh",
    "nemotron nao"
  };

  private final String url;
  private final HttpClientAgent client;

  // Accessed by the event loop
  private long asked;
  private long answered;
  private long failed;

  private SearchLoad(Vertx vertx, String url, int concurrency) {
    this.url = url;
    this.client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(concurrency));
  }

  /** Runs until its input ends. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.parse(args);
    int concurrency = arguments.count("concurrency", 3);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    SearchLoad load = new SearchLoad(vertx, arguments.text("url", ""), concurrency);
    vertx.runOnContext(
        v -> {
          for (int i = 0; i < concurrency; i++) {
            load.ask();
          }
        });
    while (System.in.read() >= 0) {
      // What is said does not matter, only that it ends.
    }
    vertx.runOnContext(
        v -> {
          System.out.printf("{\"answered\":%d,\"failed\":%d}%n", load.answered, load.failed);
          Runtime.getRuntime().halt(0);
        });
  }

  private void ask() {
    String path = path(asked++);
    client
        .request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url + path))
        .compose(request -> request.send().compose(response -> response.body().map(response)))
        .onComplete(
            response -> {
              // 404 says that nothing is near enough, after the same work.
              boolean worked = response.statusCode() == 200 || response.statusCode() == 404;
              next(worked);
            },
            failure -> next(false));
  }

  private void next(boolean worked) {
    if (worked) {
      answered++;
    } else {
      failed++;
    }
    ask();
  }

  private static String path(long number) {
    int turn = (int) (number / 3);
    String name = NAMES[turn % NAMES.length];
    return switch ((int) (number % 3)) {
      case 0 -> "/v1/search?q=" + encoded(WORDS[turn % WORDS.length]);
      case 1 -> "/v1/resolve?q=" + encoded(name + ' ' + number);
      default -> "/v1/resolve?q=" + encoded(name + " of the small and open kind " + number);
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
