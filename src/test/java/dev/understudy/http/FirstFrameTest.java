package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.simulation.VirtualClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What begins a stream travels with its first token, or clients would take it for one. */
class FirstFrameTest {

  private static final VirtualClock clock = new VirtualClock();

  @RegisterExtension static final TestServer server = new TestServer().with(clock);

  private final Api api = new Api(server);

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, gpt-4o, 2, '\"role\":\"assistant\"', '{\"content\":\"'",
    "/v1/messages, claude-sonnet-4-5, 4, event: message_start, event: content_block_delta"
  })
  void itIsOneWrite(String path, String model, int frames, String beginning, String token)
      throws Exception {
    Future<Void> awaited = clock.whenAwaited();
    try (RawHttp raw = new RawHttp(server)) {
      String body =
          "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":2,\"stream\":true,\"simulation\":{\"ttft\":0.01,\"itl\":0.05}}";
      raw.send(RawHttp.json("POST", path, body.formatted(model)));
      awaited.await(10, TimeUnit.SECONDS);
      api.ok("/health/live"); // by then the event loop has begun the answer
      clock.advance(Duration.ofMillis(10)).await(10, TimeUnit.SECONDS);
      assertThat(raw.head()).contains("transfer-encoding: chunked");
      String firstWrite = raw.read(Integer.parseInt(raw.line(), 16));

      assertThat(firstWrite).endsWith("\n\n").containsSubsequence(beginning, token);
      assertThat(firstWrite.strip().split("\n\n", -1)).hasSize(frames);
      clock.advance(Duration.ofMillis(50)).await(10, TimeUnit.SECONDS);
      assertThat(raw.line()).isEmpty();
      assertThat(raw.read(Integer.parseInt(raw.line(), 16))).contains(token);
    }
  }
}
