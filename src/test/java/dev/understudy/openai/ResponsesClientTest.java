package dev.understudy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseErrorEvent;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Responses and legacy completions with OpenAI's own client, which checks what it is given. */
class ResponsesClientTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final OpenAIClient client = client(true);

  private static OpenAIClient client(boolean validation) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(server.url() + "/v1")
        .apiKey("none")
        .responseValidation(validation)
        .build();
  }

  private static ResponseCreateParams.Builder asking(String model) {
    return ResponseCreateParams.builder()
        .model(model)
        .input("Tell me of rivers")
        .putAdditionalBodyProperty("seed", JsonValue.from(1));
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .map(content -> content.asOutputText().text())
        .collect(Collectors.joining());
  }

  @Test
  void aResponse_isCreatedReadAndDeleted() {
    Response response = client.responses().create(asking("gpt-4o").build());

    assertThat(response.status()).contains(ResponseStatus.COMPLETED);
    assertThat(text(response)).isNotBlank();
    assertThat(response.usage().orElseThrow().totalTokens()).isPositive();
    assertThat(client.responses().retrieve(response.id()).output()).isEqualTo(response.output());
    client.responses().delete(response.id());
    assertThat(
            catchThrowableOfType(
                    NotFoundException.class, () -> client.responses().retrieve(response.id()))
                .statusCode())
        .isEqualTo(404);
  }

  private Response streamed(ResponseCreateParams params) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.response();
  }

  @Test
  void aStream_accumulatesToTheResponse() {
    ResponseCreateParams params =
        asking("o3")
            .reasoning(
                Reasoning.builder()
                    .effort(ReasoningEffort.LOW)
                    .summary(Reasoning.Summary.AUTO)
                    .build())
            .include(List.of(ResponseIncludable.REASONING_ENCRYPTED_CONTENT))
            .maxOutputTokens(4_000)
            .build();
    Response streamed = streamed(params);

    assertThat(streamed.status()).contains(ResponseStatus.INCOMPLETE);
    assertThat(streamed.incompleteDetails().orElseThrow().reason().orElseThrow().toString())
        .isEqualTo("max_output_tokens");
    assertThat(streamed.output().get(0).isReasoning()).isTrue();
    assertThat(streamed.output().get(0).asReasoning().summary()).hasSize(1);
    assertThat(streamed.output().get(0).asReasoning().encryptedContent()).isPresent();
    assertThat(text(streamed)).isEqualTo(text(client.responses().create(params)));
  }

  @Test
  void logprobsAndOpenThinking_areRead() {
    Response response =
        streamed(
            asking("gpt-4o")
                .include(List.of(ResponseIncludable.MESSAGE_OUTPUT_TEXT_LOGPROBS))
                .topLogprobs(2)
                .build());
    assertThat(
            response
                .output()
                .get(0)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .logprobs()
                .orElseThrow())
        .isNotEmpty();

    Response open = streamed(asking("openai/gpt-oss-120b").build());
    assertThat(open.output()).hasSize(2).first().matches(ResponseOutputItem::isReasoning);
  }

  @Test
  void aConversation_goesOn() {
    Response first = client.responses().create(asking("gpt-4o").build());
    Response second =
        client.responses().create(asking("gpt-4o").previousResponseId(first.id()).build());

    assertThat(second.previousResponseId()).contains(first.id());
    assertThat(second.usage().orElseThrow().inputTokens())
        .isGreaterThan(first.usage().orElseThrow().totalTokens());
    BadRequestException unknown =
        catchThrowableOfType(
            BadRequestException.class,
            () ->
                client
                    .responses()
                    .create(asking("gpt-4o").previousResponseId("resp_none").build()));
    assertThat(unknown.code()).contains("previous_response_not_found");
    assertThat(unknown.param()).contains("previous_response_id");
  }

  private static ResponseCreateParams.Builder withWeather(String input) {
    FunctionTool weather =
        FunctionTool.builder()
            .name("get_weather")
            .parameters(
                FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty(
                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                    .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                    .build())
            .strict(false)
            .build();
    return asking("gpt-4o").input(input).addTool(weather);
  }

  @Test
  void aLoopOfCalls_ends() {
    ResponseCreateParams params = withWeather("What is the weather in Rome?").build();
    Response calling = streamed(params);
    ResponseFunctionToolCall call = calling.output().get(0).asFunctionCall();

    assertThat(calling.output()).isEqualTo(client.responses().create(params).output());
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(
            Json.parse(call.arguments().getBytes(StandardCharsets.UTF_8)).get("city").isTextual())
        .isTrue();
    Response answering =
        client
            .responses()
            .create(
                withWeather("")
                    .previousResponseId(calling.id())
                    .inputOfResponse(
                        List.of(
                            ResponseInputItem.ofFunctionCallOutput(
                                ResponseInputItem.FunctionCallOutput.builder()
                                    .callId(call.callId())
                                    .output("Sunny")
                                    .build())))
                    .build());
    assertThat(text(answering)).isNotBlank();
    BadRequestException unanswered =
        catchThrowableOfType(
            BadRequestException.class,
            () ->
                client
                    .responses()
                    .create(asking("gpt-4o").previousResponseId(calling.id()).build()));
    assertThat(unanswered).hasMessageContaining("No tool output found for function call");
  }

  @Test
  void aRefusalThatPasses_isRetried() {
    ResponseCreateParams params =
        asking("gpt-4o")
            .putAdditionalHeader(
                "understudy-fault", "status=429;first=2;name=responses-retry;retry_after=1ms")
            .build();

    assertThat(text(client.responses().create(params))).isNotBlank(); // it retries twice
  }

  /**
   * The client throws at an error within the data alone, as of chat; these are events of its own.
   */
  @Test
  void aFailureInTheStream_isToldByItsEvents() {
    ResponseCreateParams params =
        asking("gpt-4o")
            .putAdditionalHeader("understudy-fault", "error_after=5;status=503")
            .build();
    List<ResponseStreamEvent> events;
    try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(params)) {
      events = stream.stream().toList();
    }

    int count = events.size();
    ResponseErrorEvent error = events.get(count - 2).error().orElseThrow();
    assertThat(error.code()).contains("server_error");
    assertThat(error.message()).startsWith("injected fault: status 503");
    assertThat(error.param()).isEmpty();
    assertThat(error.sequenceNumber()).isEqualTo(count - 2L);
    Response failed = events.get(count - 1).failed().orElseThrow().response();
    assertThat(failed.status()).contains(ResponseStatus.FAILED);
    assertThat(failed.error().orElseThrow().message()).isEqualTo(error.message());
    assertThat(events.stream().filter(ResponseStreamEvent::isOutputTextDelta)).hasSize(5);
  }

  /** What is asked for in a structured answer. */
  public static class Book {
    public String title = "";
    public int pages;
  }

  @Test
  void aStructuredAnswer_isOfItsClass() {
    var response =
        client
            .responses()
            .create(
                ResponseCreateParams.builder()
                    .model("gpt-4o")
                    .input("A book")
                    .text(Book.class)
                    .build());

    Book book = response.output().get(0).asMessage().content().get(0).asOutputText();
    assertThat(book.title).isNotEmpty();
  }

  private static CompletionCreateParams.Builder completing(String prompt) {
    return CompletionCreateParams.builder()
        .model(CompletionCreateParams.Model.GPT_3_5_TURBO_INSTRUCT)
        .prompt(prompt)
        .seed(1)
        .maxTokens(30);
  }

  @Test
  void aCompletion_isTheSameStreamed() {
    Completion completion = client.completions().create(completing("Once").logprobs(2).build());
    StringBuilder text = new StringBuilder();
    // Its validation refuses a finish_reason of null, which the vendor's own chunks have.
    try (StreamResponse<Completion> chunks =
        client(false).completions().createStreaming(completing("Once").logprobs(2).build())) {
      chunks.stream().forEach(chunk -> text.append(chunk.choices().get(0).text()));
    }

    assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(30);
    assertThat(completion.choices().get(0).logprobs().orElseThrow().tokens().orElseThrow())
        .isNotEmpty();
    assertThat(text.toString()).isEqualTo(completion.choices().get(0).text());
  }

  @Test
  void aCompletionOfAnotherModel_isRefused() {
    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.completions().create(completing("x").model("gpt-4o").build()));

    assertThat(refused.code()).contains("unsupported_endpoint");
  }
}
