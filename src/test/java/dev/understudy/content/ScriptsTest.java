package dev.understudy.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptsTest {

  private static final String WEATHER =
      """
      scripts:
        - name: down
          when: {tool: get_weather, result: "error"}
          turns:
            - text: Not today.
        - name: weather
          when: {model: "gpt-4o*", user: "weather in (\\\\w+)"}
          turns:
            - text: Let me see.
              calls: [{get_weather: {location: Paris}}, {get_time: {}}]
            - text: It is sunny.
      """;

  private static Scripts read(String yaml) {
    return Scripts.read("scripts.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Message user(String text) {
    return Message.of(Role.USER, text);
  }

  private static Message call(String id, String tool) {
    return new Message(Role.ASSISTANT, "", List.of(new ToolCall(id, tool, "{}")), null);
  }

  private static String said(Scripts scripts, String model, Message... messages) {
    Script.Turn turn = scripts.answer(model, Task.of(List.of(messages)));
    return turn == null ? "" : turn.text();
  }

  @Test
  void turns_followTheModelsMessages() {
    Scripts scripts = read(WEATHER);
    Message asked = user("What is the WEATHER in Paris?");

    Script.Turn first =
        Objects.requireNonNull(scripts.answer("gpt-4o-mini", Task.of(List.of(asked))));
    assertThat(first.text()).isEqualTo("Let me see.");
    assertThat(first.calls())
        .extracting(Script.Call::name)
        .containsExactly("get_weather", "get_time");
    assertThat(first.calls().get(0).arguments()).hasToString("{\"location\":\"Paris\"}");
    Message called = call("c1", "get_weather");
    assertThat(said(scripts, "gpt-4o", asked, called, Message.result("c1", "20 degrees")))
        .isEqualTo("It is sunny.");
    assertThat(
            said(
                scripts,
                "gpt-4o",
                asked,
                called,
                Message.result("c1", "20"),
                Message.of(Role.ASSISTANT, "It is sunny."),
                user("Thanks")))
        .as("exhausted")
        .isEmpty();
    assertThat(
            said(
                scripts,
                "gpt-4o",
                asked,
                called,
                Message.result("c1", "20"),
                Message.of(Role.ASSISTANT, "It is sunny."),
                user("And the weather in Rome?")))
        .as("begins again where it fits again")
        .isEqualTo("Let me see.");
  }

  @Test
  void aResult_beginsAScriptOfItsOwn() {
    Message asked = user("the weather in Rome");
    assertThat(
            said(
                read(WEATHER),
                "o3",
                asked,
                call("c1", "get_weather"),
                Message.result("c1", "Error 5")))
        .isEqualTo("Not today.");
    assertThat(
            said(
                read(WEATHER),
                "o3",
                asked,
                call("c1", "get_time"),
                Message.result("c1", "Error 5")))
        .as("of another tool")
        .isEmpty();
  }

  @Test
  void otherModelsAndMessages_haveNoScript() {
    assertThat(said(read(WEATHER), "claude-opus-4", user("weather in Paris"))).isEmpty();
    assertThat(said(read(WEATHER), "gpt-4o", user("Hello"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"generate,0,a", "generate,2,''", "repeat,5,b", "loop,2,a", "loop,5,b"})
  void afterTheLastTurn_itGoesOnAsSet(String exhausted, int answers, String text) {
    Scripts scripts = read(twoTurns(exhausted));
    assertThat(said(scripts, "m", conversation(answers))).isEqualTo(text);
  }

  @Test
  void afterTheLastTurn_itMayEndInAnError() {
    Scripts scripts = read(twoTurns("error"));
    assertThat(said(scripts, "m", conversation(1))).isEqualTo("b");
    assertThatThrownBy(() -> said(scripts, "m", conversation(2)))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("messages: turn 3 of the script two (expected: at most 2 turns)");
  }

  private static String twoTurns(String exhausted) {
    return "scripts: [{name: two, when: {}, turns: [{text: a}, {text: b}], on_exhausted: %s}]"
        .formatted(exhausted);
  }

  private static Message[] conversation(int answers) {
    List<Message> messages = new ArrayList<>(List.of(user("Hello")));
    for (int i = 0; i < answers; i++) {
      messages.add(Message.of(Role.ASSISTANT, "x"));
    }
    return messages.toArray(new Message[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scripts: [{when: {}, turns: [{text: a}]}] | scripts[0].name: missing",
        "scripts: [{name: a, turns: [{text: a}]}] | scripts[0].when: missing",
        "scripts: [{name: a, when: {}}] | scripts[0].turns: missing",
        "scripts: [{name: a, when: {}, turns: []}] | scripts[0].turns: []",
        "scripts: [{name: a, when: {}, turns: [{}]}] | scripts[0].turns[0]: {} (expected: a text",
        "scripts: [{name: a, when: {}, turns: [{calls: [get]}]}] | scripts[0].turns[0].calls[0]",
        "scripts: [{name: a, when: {user: '('}, turns: [{text: a}]}] | scripts[0].when.user: ( (exp",
        "scripts: [{name: a, when: {usr: x}, turns: [{text: a}]}] | scripts[0].when.usr: \"x\"",
        "scripts: [{name: a, when: {}, turns: [{text: a}], on_exhausted: stop}] | scripts[0].on_exh",
        "scripts: [{name: a, when: {}, turns: [{text: a}]}, {name: a, when: {}, turns: [{text: a}]}] | scripts[1].name: a",
        "script: [] | script: []",
        "scripts: [ | scripts.yaml:",
        "5 | scripts.yaml: a number"
      })
  void faults_nameFileScriptAndField(String yaml, String said) {
    assertThatThrownBy(() -> read(yaml))
        .hasMessageStartingWith("scripts.yaml")
        .hasMessageContaining(said);
  }
}
