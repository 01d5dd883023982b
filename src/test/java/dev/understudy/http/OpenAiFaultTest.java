package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.understudy.TestServer;
import dev.understudy.simulation.VirtualClock;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenAI's own client makes of injected faults. */
class OpenAiFaultTest {

  private static final VirtualClock clock = new VirtualClock();

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");
  @RegisterExtension static final TestServer timed = new TestServer().with(clock);

  private static OpenAIClient client(int retries) {
    return client(server, retries);
  }

  private static OpenAIClient client(TestServer played, int retries) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(played.url() + "/v1")
        .apiKey("sk-test")
        .maxRetries(retries)
        .build();
  }

  private static ChatCompletionCreateParams params(String fault) {
    return ChatCompletionCreateParams.builder()
        .model("gpt-4o")
        .addUserMessage("Hi")
        .maxCompletionTokens(20)
        .putAdditionalHeader("understudy-fault", fault)
        .build();
  }

  @Test
  void retriesReachTheAnswer_whenRetryAfterIsHeeded() {
    String fault = "name=heeded;status=429;first=2;retry_after=";

    // Were the 20 ms not heeded, the client would wait for more than half a second each time.
    long start = System.nanoTime();
    ChatCompletion answer = client(2).chat().completions().create(params(fault + "20ms"));
    long heeded = System.nanoTime() - start;
    start = System.nanoTime();
    client(2).chat().completions().create(params(fault + "400ms"));
    long longer = System.nanoTime() - start;

    assertThat(answer.choices()).hasSize(1);
    assertThat(longer).as("two waits of 400 ms").isGreaterThan(800_000_000);
    assertThat(heeded).isLessThan(longer);
  }

  @Test
  void retriesThatAreTooFewEndInTheError() {
    assertThatThrownBy(
            () ->
                client(1)
                    .chat()
                    .completions()
                    .create(params("name=few;status=503;first=3;retry_after=1ms")))
        .isInstanceOfSatisfying(
            InternalServerException.class,
            failure ->
                assertThat(failure.headers().values("understudy-fault").get(0))
                    .startsWith("status=503;retry_after=1ms; header=few"));
  }

  @Test
  void errorsAreTheClientsOwn() {
    assertThatThrownBy(() -> client(0).chat().completions().create(params("status=429")))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            failure -> {
              assertThat(failure.code()).contains("rate_limit_exceeded");
              assertThat(failure.type()).contains("requests");
            });
    assertThatThrownBy(() -> client(0).chat().completions().create(params("status=401")))
        .isInstanceOfSatisfying(
            UnauthorizedException.class,
            failure -> assertThat(failure.code()).contains("invalid_api_key"));
  }

  private static long contents(String fault) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client(0).chat().completions().createStreaming(params(fault))) {
      return contents(stream);
    }
  }

  private static long contents(StreamResponse<ChatCompletionChunk> stream) {
    return stream.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .filter(choice -> choice.delta().content().filter(text -> !text.isEmpty()).isPresent())
        .count();
  }

  @Test
  void anErrorFrameSurfacesInTheStream() {
    assertThatThrownBy(() -> contents("error_after=5;status=500"))
        .isInstanceOf(OpenAIException.class)
        .hasMessageContaining("injected fault: status 500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut_after=5", "reset_after=5"})
  void aBrokenConnectionSurfacesInTheStream(String fault) {
    assertThatThrownBy(() -> contents(fault)).isInstanceOf(OpenAIIoException.class);
  }

  @Test
  void aMalformedFrameSurfacesInTheStream() {
    assertThatThrownBy(() -> contents("malformed_after=5")).isInstanceOf(OpenAIException.class);
  }

  @Test
  void splitFramesSlowStartsAndChunksAreTakenAsTheyAre() {
    assertThat(contents("split=frames")).isEqualTo(20);
    assertThat(contents("split=utf8")).isEqualTo(20);
    assertThat(contents("tokens_per_chunk=6")).isEqualTo(4);
  }

  private static <T> T read(Function<HttpResponseFor<StreamResponse<ChatCompletionChunk>>, T> by) {
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
        client(timed, 0)
            .withRawResponse()
            .chat()
            .completions()
            .createStreaming(params("keep_alive=15s,slow_start=50s"))) {
      return by.apply(response);
    }
  }

  /** What is read of a stream in which comments come while it begins slowly. */
  private static <T> T commented(
      Function<HttpResponseFor<StreamResponse<ChatCompletionChunk>>, T> by) throws Exception {
    Future<Void> awaited = clock.whenAwaited();
    CompletableFuture<T> read = CompletableFuture.supplyAsync(() -> read(by));
    awaited.await(10, TimeUnit.SECONDS);
    new Api(timed).ok("/health/live"); // by then the event loop has begun the answer
    clock.advance(Duration.ofMinutes(2)).await(10, TimeUnit.SECONDS);
    return read.get(10, TimeUnit.SECONDS);
  }

  @Test
  void commentsAreNoContent() throws Exception {
    assertThat(commented(OpenAiFaultTest::text)).startsWith(": keep-alive\n\n: keep-alive\n\n");
    long contents = commented(response -> contents(response.parse()));
    assertThat(contents).isEqualTo(20);
  }

  private static String text(HttpResponse response) {
    try {
      return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
