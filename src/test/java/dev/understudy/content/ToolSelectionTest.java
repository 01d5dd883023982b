package dev.understudy.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolSelectionTest {

  private static Tool tool(String name, String description) {
    return new Tool(
        name, description, JsonNodeFactory.instance.objectNode().put("type", "object"), "tools[0]");
  }

  private static final List<Tool> TOOLS =
      List.of(
          tool("get_weather", "Returns the current conditions at a place"),
          tool("getLocalTime", ""),
          tool("lookup", "Finds an order of a customer by its number"));

  private static String called(
      String message, ToolChoice choice, boolean parallel, @Nullable Integer exactly) {
    return called(List.of(Message.of(Role.USER, message)), choice, parallel, exactly);
  }

  private static String called(
      List<Message> messages, ToolChoice choice, boolean parallel, @Nullable Integer exactly) {
    Task task =
        new Task(
            messages,
            TOOLS,
            choice,
            parallel,
            OutputFormat.TEXT,
            new ContentOverride(null, false, exactly));
    return ToolSelection.of(task).draw(new SplittableRandom(1)).stream()
        .map(Tool::name)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "What is the weather in Paris?, get_weather",
    "WEATHERS and local times, get_weather getLocalTime",
    "Where is the order of that customer?, lookup",
    "Where is my order?, ''",
    "Orders of customers, lookup",
    "Order and finding, ''",
    "Order and fin, ''",
    "Numb orders, lookup",
    "Order order orders, ''",
    "timely, getLocalTime",
    "timeliest, ''",
    "Get me the current function, ''",
    "Hello, ''",
    "'', ''"
  })
  void aFreeModel_callsWhatIsMentioned(String message, String tools) {
    assertThat(called(message, ToolChoice.AUTO, true, null)).isEqualTo(tools);
  }

  @Test
  void aModelThatMust_callsSomething() {
    ToolChoice required = ToolChoice.of(ToolChoice.Mode.REQUIRED);
    assertThat(called("Hello", required, true, null)).isNotEmpty().doesNotContain(" ");
    assertThat(called("weather and time", required, true, null))
        .isEqualTo("get_weather getLocalTime");
    assertThat(called("Hello", ToolChoice.named("lookup"), true, null)).isEqualTo("lookup");
    assertThat(called("weather", ToolChoice.of(ToolChoice.Mode.NONE), true, null)).isEmpty();
  }

  @Test
  void oneAtATime_isTheFirst() {
    assertThat(called("weather and time", ToolChoice.AUTO, false, null)).isEqualTo("get_weather");
  }

  @Test
  void aNumberOfCalls_isKept() {
    assertThat(called("weather", ToolChoice.AUTO, true, 3))
        .isEqualTo("get_weather get_weather get_weather");
    assertThat(called("Hello", ToolChoice.AUTO, true, 4))
        .isEqualTo("get_weather getLocalTime lookup get_weather");
    assertThat(called("weather", ToolChoice.of(ToolChoice.Mode.REQUIRED), true, 0)).isEmpty();
  }

  @Test
  void afterAResult_aFreeModelAnswers_untilItIsAskedAgain() {
    List<Message> messages = new ArrayList<>();
    messages.add(Message.of(Role.USER, "weather"));
    messages.add(
        new Message(Role.ASSISTANT, "", List.of(new ToolCall("c", "get_weather", "{}")), null));
    messages.add(Message.result("c", "20"));
    assertThat(called(messages, ToolChoice.AUTO, true, null)).isEmpty();
    messages.add(Message.of(Role.ASSISTANT, "20 degrees"));
    messages.add(Message.of(Role.USER, "And the weather tomorrow?"));
    assertThat(called(messages, ToolChoice.AUTO, true, null)).isEqualTo("get_weather");
  }
}
