package dev.understudy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.understudy.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chat completions as LangChain4j's OpenAI module has them. */
class LangChain4jChatTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private static final ToolSpecification WEATHER =
      ToolSpecification.builder()
          .name("get_weather")
          .description("The current weather")
          .parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
          .build();

  private final OpenAiChatModel model =
      OpenAiChatModel.builder()
          .baseUrl(server.url() + "/v1")
          .apiKey("sk-test")
          .modelName("gpt-4o-mini")
          .timeout(Duration.ofSeconds(20))
          .build();

  @Test
  void aLoopOfCalls_ends() {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(UserMessage.from("What is the weather in Rome?"));
    ChatResponse calls =
        model.chat(ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build());
    AiMessage called = calls.aiMessage();
    assertThat(calls.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    ToolExecutionRequest call = called.toolExecutionRequests().get(0);
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(call.arguments()).isEqualTo("{\"city\":\"Rome\"}");

    messages.add(called);
    messages.add(ToolExecutionResultMessage.from(call, "20 degrees"));
    ChatResponse answer =
        model.chat(ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build());
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.aiMessage().text()).isNotBlank();
    assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
  }

  @Test
  void aStream_isTheWholeAnswerInPieces() throws Exception {
    OpenAiStreamingChatModel streaming =
        OpenAiStreamingChatModel.builder()
            .baseUrl(server.url() + "/v1")
            .apiKey("sk-test")
            .modelName("gpt-4o-mini")
            .build();
    StringBuilder pieces = new StringBuilder();
    CompletableFuture<ChatResponse> ended = new CompletableFuture<>();
    streaming.chat(
        "Hello",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            pieces.append(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            ended.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            ended.completeExceptionally(error);
          }
        });
    ChatResponse whole = ended.get(20, TimeUnit.SECONDS);
    assertThat(whole.aiMessage().text()).isEqualTo(pieces.toString()).isNotBlank();
    assertThat(whole.tokenUsage().totalTokenCount()).isPositive();
  }
}
