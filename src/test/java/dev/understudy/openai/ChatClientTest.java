package dev.understudy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chat completions as OpenAI's own Java client has them. */
@SuppressWarnings("deprecation") // OpenAI would do without seed and max_tokens
class ChatClientTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .baseUrl(server.url() + "/v1")
          .apiKey("sk-test")
          .maxRetries(0)
          .build();

  /** The weather at a place. */
  @JsonClassDescription("The current weather at a place")
  public static final class GetWeather {
    /** Where. */
    @JsonPropertyDescription("City and country")
    public String location = "";

    /** Whether in celsius. */
    public boolean celsius;
  }

  /** The time at a place. */
  @JsonClassDescription("The local time at a place")
  public static final class GetTime {
    /** Where. */
    public String location = "";
  }

  /** A structured answer. */
  public static final class Person {
    /** The name. */
    public String name = "";

    /** The age. */
    public int age;

    /** Friends. */
    public List<String> friends = List.of();
  }

  private static ChatCompletionCreateParams.Builder about(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
  }

  private ChatCompletion streamed(ChatCompletionCreateParams params) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params)) {
      chunks.stream().forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion();
  }

  private static JsonNode arguments(ChatCompletionMessageFunctionToolCall call) {
    return Json.parse(call.function().arguments().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void plainAndStreamed_areTheSame() {
    ChatCompletionCreateParams params =
        about("gpt-4o", "Hello").seed(7).maxCompletionTokens(40).build();
    ChatCompletion plain = client.chat().completions().create(params);
    ChatCompletion streamed = streamed(params);

    plain.validate();
    assertThat(plain.choices().get(0).message().content().orElseThrow()).isNotBlank();
    assertThat(streamed.choices().get(0).message().content())
        .isEqualTo(plain.choices().get(0).message().content());
    assertThat(streamed.choices().get(0).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
    assertThat(plain.usage().orElseThrow().completionTokens()).isEqualTo(40);
  }

  @Test
  void usageOfAStream_comesWithItsLastChunk() {
    ChatCompletionCreateParams params =
        about("o3-mini", "Hello")
            .reasoningEffort(ReasoningEffort.LOW)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    var usage = streamed(params).usage().orElseThrow();

    long reasoning = usage.completionTokensDetails().orElseThrow().reasoningTokens().orElseThrow();
    assertThat(reasoning).isPositive();
    assertThat(usage.completionTokens()).isGreaterThan(reasoning);
    assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).isPresent();
    assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
  }

  @Test
  void severalChoices_eachSaySomethingElse() {
    ChatCompletionCreateParams params =
        about("gpt-4o", "Hello").seed(7).n(3).maxCompletionTokens(30).build();
    ChatCompletion plain = client.chat().completions().create(params);
    ChatCompletion streamed = streamed(params);

    assertThat(plain.choices()).hasSize(3);
    assertThat(plain.choices())
        .extracting(choice -> choice.message().content())
        .doesNotHaveDuplicates();
    for (int i = 0; i < 3; i++) {
      assertThat(streamed.choices().get(i).message().content())
          .isEqualTo(plain.choices().get(i).message().content());
    }
    assertThat(plain.usage().orElseThrow().completionTokens()).isEqualTo(90);
  }

  @Test
  void toolsThatTheMessageMentions_areCalled_withArgumentsTrueToTheirSchema() {
    ChatCompletionCreateParams params =
        about("gpt-4o", "What are the weather and the time in Paris?")
            .addTool(GetWeather.class)
            .addTool(GetTime.class)
            .build();
    for (ChatCompletion answer :
        List.of(client.chat().completions().create(params), streamed(params))) {
      ChatCompletion.Choice choice = answer.choices().get(0);
      assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
      List<ChatCompletionMessageToolCall> calls = choice.message().toolCalls().orElseThrow();
      assertThat(calls).hasSize(2);
      ChatCompletionMessageFunctionToolCall weather = calls.get(0).asFunction();
      assertThat(weather.id()).startsWith("call_");
      assertThat(weather.function().name()).isEqualTo("GetWeather");
      assertThat(arguments(weather).get("location").isTextual()).isTrue();
      assertThat(arguments(weather).get("celsius").isBoolean()).isTrue();
      assertThat(calls.get(1).asFunction().function().name()).isEqualTo("GetTime");
    }
  }

  @Test
  void aLoopOfCalls_ends() {
    ChatCompletionCreateParams.Builder params =
        about("gpt-4o", "What is the weather in Paris?").addTool(GetWeather.class);
    ChatCompletionMessage asked =
        client.chat().completions().create(params.build()).choices().get(0).message();
    params.addMessage(asked);
    for (ChatCompletionMessageToolCall call : asked.toolCalls().orElseThrow()) {
      params.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.asFunction().id())
              .content("Sunny, 20 degrees")
              .build());
    }
    ChatCompletion.Choice answer =
        client.chat().completions().create(params.build()).choices().get(0);

    assertThat(answer.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.message().content().orElseThrow()).isNotBlank();
    assertThat(answer.message().toolCalls().orElse(List.of())).isEmpty();
  }

  @Test
  void toolChoice_isHeeded() {
    ChatCompletionCreateParams.Builder params =
        about("gpt-4o", "Hello").addTool(GetWeather.class).addTool(GetTime.class);
    var none = client.chat().completions().create(params.build()).choices().get(0);
    assertThat(none.message().toolCalls().orElse(List.of())).as("nothing is mentioned").isEmpty();

    var required =
        client
            .chat()
            .completions()
            .create(
                params
                    .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                    .parallelToolCalls(false)
                    .build())
            .choices()
            .get(0);
    assertThat(required.message().toolCalls().orElseThrow()).hasSize(1);
    assertThat(required.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);

    var named =
        client
            .chat()
            .completions()
            .create(
                params
                    .toolChoice(
                        ChatCompletionNamedToolChoice.builder()
                            .function(
                                ChatCompletionNamedToolChoice.Function.builder()
                                    .name("GetTime")
                                    .build())
                            .build())
                    .build())
            .choices()
            .get(0);
    assertThat(named.message().toolCalls().orElseThrow().get(0).asFunction().function().name())
        .isEqualTo("GetTime");
    assertThat(named.finishReason())
        .as("OpenAI's")
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
  }

  @Test
  void aStructuredAnswer_isReadAsItsClass() {
    for (long seed = 0; seed < 10; seed++) {
      var params =
          about("gpt-4o", "Tell me of somebody").seed(seed).responseFormat(Person.class).build();
      Person person =
          client
              .chat()
              .completions()
              .create(params)
              .choices()
              .get(0)
              .message()
              .content()
              .orElseThrow();
      assertThat(person.name).isNotNull();
      assertThat(person.friends).isNotNull();
    }
  }

  @Test
  void logprobs_areOfTheTokensSaid() {
    ChatCompletionCreateParams params =
        about("gpt-4o", "Hello")
            .seed(7)
            .maxCompletionTokens(20)
            .logprobs(true)
            .topLogprobs(4)
            .build();
    for (ChatCompletion answer :
        List.of(client.chat().completions().create(params), streamed(params))) {
      ChatCompletion.Choice choice = answer.choices().get(0);
      List<ChatCompletionTokenLogprob> tokens =
          choice.logprobs().orElseThrow().content().orElseThrow();
      StringBuilder said = new StringBuilder();
      for (ChatCompletionTokenLogprob token : tokens) {
        said.append(token.token());
        assertThat(token.logprob()).isNegative();
        assertThat(token.topLogprobs()).hasSize(4);
        assertThat(token.topLogprobs().get(0).token()).isEqualTo(token.token());
        assertThat(token.topLogprobs().stream().mapToDouble(top -> Math.exp(top.logprob())).sum())
            .isLessThanOrEqualTo(1);
      }
      assertThat(said.toString()).isEqualTo(choice.message().content().orElseThrow());
    }
  }

  @Test
  void errors_areTyped() {
    assertThatThrownBy(() -> client.chat().completions().create(about("gpt-7", "Hello").build()))
        .isInstanceOfSatisfying(
            NotFoundException.class, error -> assertThat(error.code()).hasValue("model_not_found"));
    assertThatThrownBy(
            () -> client.chat().completions().create(about("o3", "Hello").maxTokens(5).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            error -> {
              assertThat(error.code()).hasValue("unsupported_parameter");
              assertThat(error.param()).hasValue("max_tokens");
            });
    assertThatThrownBy(
            () -> client.chat().completions().create(about("o3", "Hello").temperature(0.5).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            error -> assertThat(error.code()).hasValue("unsupported_value"));
  }
}
