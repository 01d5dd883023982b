package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.Sleeper;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageContentParam;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.understudy.TestServer;
import dev.understudy.simulation.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Anthropic's own client for Java believes that it talks to Anthropic; time is off. */
class AnthropicClientTest {

  private static final String SONNET = "claude-sonnet-4-5";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private static final VirtualClock time = new VirtualClock();

  @RegisterExtension
  static final TestServer limited =
      new TestServer(
              "simulation.time_scale=0",
              "simulation.requests_per_minute=2",
              "simulation.enforce_rate_limits=true")
          .with(time);

  private static AnthropicOkHttpClient.Builder builder(TestServer of, String key, int retries) {
    return AnthropicOkHttpClient.builder().baseUrl(of.url()).apiKey(key).maxRetries(retries);
  }

  private static AnthropicClient client(TestServer of, String key, int retries) {
    return builder(of, key, retries).build();
  }

  private static MessageCreateParams.Builder hello(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(50).addUserMessage("Hello");
  }

  private static Message create(MessageCreateParams params) {
    return client(server, "key", 0).messages().create(params);
  }

  private static Message accumulate(MessageCreateParams params) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events =
        client(server, "key", 0).messages().createStreaming(params)) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  @Test
  void aMessageIsCreated() {
    Message message =
        create(
            hello(SONNET)
                .system("Be brief")
                .putAdditionalBodyProperty("temperature", JsonValue.from(0.5))
                .putAdditionalBodyProperty("ignore_eos", JsonValue.from(true))
                .build());

    message.validate();
    assertThat(message.content()).hasSize(1);
    assertThat(message.content().get(0).asText().text()).isNotBlank();
    assertThat(message.stopReason()).contains(StopReason.MAX_TOKENS);
    assertThat(message.usage().outputTokens()).isEqualTo(50);
    assertThat(message.usage().cacheReadInputTokens()).contains(0L);
  }

  @Test
  void whatIsStreamed_addsUpToTheMessage() {
    MessageCreateParams params =
        hello(SONNET)
            .maxTokens(2000)
            .enabledThinking(1024)
            .putAdditionalBodyProperty("seed", JsonValue.from(5))
            .putAdditionalBodyProperty("simulation", JsonValue.from(Map.of("output_tokens", 40)))
            .build();
    Message whole = create(params);
    Message streamed = accumulate(params);

    streamed.validate();
    assertThat(streamed.content()).isEqualTo(whole.content());
    assertThat(streamed.content().get(0).asThinking().thinking()).isNotBlank();
    assertThat(streamed.content().get(0).asThinking().signature()).isNotBlank();
    assertThat(streamed.stopReason()).contains(StopReason.END_TURN).isEqualTo(whole.stopReason());
    assertThat(streamed.usage().outputTokens())
        .isEqualTo(40 + streamed.usage().outputTokensDetails().orElseThrow().thinkingTokens())
        .isEqualTo(whole.usage().outputTokens());
    assertThat(streamed.id()).isEqualTo(whole.id());
  }

  @Test
  void anAnswerIsHandedBack_withItsThinking() {
    Message first = create(hello(SONNET).maxTokens(2000).enabledThinking(1024).build());

    Message second =
        create(
            hello(SONNET)
                .maxTokens(2000)
                .enabledThinking(1024)
                .addMessage(first)
                .addUserMessage("And?")
                .build());
    assertThat(second.content()).extracting(ContentBlock::isThinking).containsExactly(true, false);
  }

  private static Tool weather() {
    return Tool.builder()
        .name("get_weather")
        .description("The weather of a city")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                        .build())
                .required(List.of("city"))
                .build())
        .build();
  }

  private static ToolUseBlock call(Message message) {
    assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
    ToolUseBlock call = message.content().get(message.content().size() - 1).asToolUse();
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call.id()).startsWith("toolu_");
    Map<String, Object> input = call._input().convert(new TypeReference<>() {});
    assertThat(input.get("city")).isInstanceOf(String.class);
    return call;
  }

  @Test
  void aLoopOfCallsEnds() {
    MessageCreateParams.Builder conversation =
        MessageCreateParams.builder()
            .model(SONNET)
            .maxTokens(500)
            .addTool(weather())
            .addUserMessage("What is the weather in Bern?");
    assertThat(create(conversation.build()).usage().inputTokens()).isGreaterThan(346);
    Message calling = accumulate(conversation.build());
    ToolResultBlockParam result =
        ToolResultBlockParam.builder().toolUseId(call(calling).id()).content("12 C").build();
    conversation
        .addMessage(calling)
        .addUserMessage(
            MessageContentParam.ofContentBlockParams(
                List.of(
                    ContentBlockParam.ofToolResult(result),
                    ContentBlockParam.ofText("And the weather tomorrow?"))));

    assertThat(create(conversation.build()).content())
        .allSatisfy(block -> assertThat(block.isText()).isTrue());
    call(create(conversation.toolToolChoice("get_weather").build()));
  }

  @Test
  void tokensAreCounted() {
    long counted =
        client(server, "key", 0)
            .messages()
            .countTokens(
                MessageCountTokensParams.builder().model(SONNET).addUserMessage("Hello").build())
            .inputTokens();

    assertThat(counted).isEqualTo(create(hello(SONNET).build()).usage().inputTokens());
  }

  @Test
  void errorsAreOfTheRightKind() {
    assertThatThrownBy(
            () ->
                create(
                    hello(SONNET)
                        .putAdditionalBodyProperty("temperature", JsonValue.from(1.5))
                        .build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            error -> assertThat(error.requestId().orElseThrow()).startsWith("req_"))
        .hasMessageContaining("temperature: 1.5 (expected: a number from 0 to 1)");
    assertThatThrownBy(() -> accumulate(hello("claude-9").build()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aRefusedRequestIsTriedAgain_whenTheServerSaysSo() {
    for (int i = 0; i < 2; i++) {
      assertThat(client(limited, "key", 0).messages().create(hello(SONNET).build()).content())
          .hasSize(1);
    }
    assertThatThrownBy(() -> client(limited, "key", 0).messages().create(hello(SONNET).build()))
        .isInstanceOf(RateLimitException.class);
    List<Duration> slept = new ArrayList<>();
    AnthropicClient patient = builder(limited, "key", 1).sleeper(new Sleeping(slept::add)).build();

    assertThat(patient.messages().create(hello(SONNET).build()).content()).hasSize(1);
    assertThat(slept).extracting(Duration::toSeconds).containsExactly(30L);
  }

  /** Lets the server's time go on instead of waiting. */
  private record Sleeping(Consumer<Duration> noting) implements Sleeper {
    @Override
    public void sleep(Duration duration) {
      noting.accept(duration);
      try {
        time.advance(duration).await(10, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
