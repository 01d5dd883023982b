package dev.understudy.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Json;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import dev.understudy.wire.Medium;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bodies say, and what is refused of them, with Anthropic's paths. */
class MessagesRequestTest {

  private static final String CALL =
      "{'role':'user','content':'Hi'},{'role':'assistant','content':[{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]}";

  private static MessagesRequest messages(String messages) {
    return MessagesRequest.read(
        body("{'model':'m','max_tokens':100,'messages':[" + messages + "]}"));
  }

  private static MessagesRequest user(String blocks) {
    return messages("{'role':'user','content':[" + blocks + "]}");
  }

  private static ObjectNode body(String json) {
    return Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void allThatIsWrongIsTold() {
    assertThatThrownBy(() -> MessagesRequest.read(body("{'max_tokens':0,'stream':1}")))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("model: missing (expected: the model's id)")
        .hasMessageContaining("messages: missing (expected: an array")
        .hasMessageContaining("max_tokens: 0 (expected: a whole number from 1)")
        .hasMessageContaining("stream: 1 (expected: true, false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'max_tokens':null | max_tokens: missing",
        "'max_tokens':'many' | max_tokens: \"many\" (expected: a whole number)",
        "'temperature':1.5 | temperature: 1.5 (expected: a number from 0 to 1)",
        "'top_p':-1 | top_p: -1 (expected: a number from 0 to 1)",
        "'top_k':-1 | top_k: -1 (expected: a whole number from 0)",
        "'system':3 | system: 3 (expected: a string or an array of blocks)",
        "'system':[{'type':'image'}] | system.0.type: \"image\" (expected: one of text",
        "'system':[{'type':'text','text':' '}] | system.0.text: \" \" (expected: a text that is not blank)",
        "'stop_sequences':'x' | stop_sequences: \"x\" (expected: an array)",
        "'stop_sequences':['a',' '] | stop_sequences.1: \" \" (expected: a string that is not blank)",
        "'metadata':{'user_id':7} | metadata.user_id: 7 (expected: a string)",
        "'service_tier':'fast' | service_tier: \"fast\" (expected: auto or standard_only)",
        "'thinking':'on' | thinking: \"on\" (expected: an object)",
        "'thinking':{'type':'on'} | thinking.type: \"on\" (expected: one of adaptive, between_tools, disabled, enabled)",
        "'thinking':{'type':'enabled'} | thinking.budget_tokens: missing",
        "'thinking':{'type':'enabled','budget_tokens':1023},'max_tokens':2000 | thinking.budget_tokens: 1023 (expected: a whole number from 1024)",
        "'thinking':{'type':'enabled','budget_tokens':2000},'max_tokens':2000 | thinking.budget_tokens: 2000 (expected: less than max_tokens, 2000)",
        "'thinking':{'type':'adaptive'},'temperature':0.5 | temperature: 0.5 (expected: 1 where thinking is on)",
        "'thinking':{'type':'adaptive'},'top_p':0.5 | top_p: 0.5 (expected: at least 0.95 where thinking is on)",
        "'thinking':{'type':'adaptive'},'top_k':5 | top_k: 5 (expected: no such field where thinking is on)",
        "'thinking':{'type':'adaptive'},'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'} | tool_choice.type: \"any\" (expected: auto or none where thinking is on)",
        "'output_config':{'effort':'huge'} | output_config.effort: \"huge\" (expected: one of high, low, max, medium, xhigh)",
        "'output_config':{'format':{'type':'xml','schema':{}}} | output_config.format.type: \"xml\" (expected: one of json_schema)",
        "'output_config':{'format':{'type':'json_schema'}} | output_config.format.schema: missing",
        "'tools':{} | tools: {} (expected: an array of tools)",
        "'tools':[{'name':'f g','input_schema':{'type':'object'}}] | tools.0.name: \"f g\" (expected: 1 to 128 letters",
        "'tools':[{'name':'f'}] | tools.0.input_schema: missing (expected: an object)",
        "'tools':[{'name':'f','input_schema':{'type':'array'}}] | tools.0.input_schema.type: \"array\" (expected: one of object)",
        "'tools':[{'name':'f','input_schema':{'type':'object'}},{'name':'f','input_schema':{'type':'object'}}] | tools.1.name: f (expected: another name for each tool)",
        "'tool_choice':{'type':'any'} | tool_choice: {\"type\":\"any\"} (expected: tools, without which",
        "'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'tool','name':'g'} | tool_choice.name: \"g\" (expected: one of f)",
        "'tools':[{'name':'f','input_schema':{'type':'object'}}],'tool_choice':'auto' | tool_choice: \"auto\" (expected: an object)",
        "'cache_control':{'type':'eternal'} | cache_control.type: \"eternal\" (expected: one of ephemeral)",
        "'simulation':{'output_tokens':0} | simulation.output_tokens: 0 (expected: a whole number from 1)"
      })
  void aFieldThatTheVendorRefuses_isRefused(String more, String message) {
    String rest = more.startsWith("'max_tokens'") ? "" : "'max_tokens':4000,";
    String all =
        "{'model':'m'," + rest + "'messages':[{'role':'user','content':'Hi'}]," + more + "}";
    String once = more.contains("},'max_tokens'") ? all.replace("'max_tokens':4000,", "") : all;
    assertThatThrownBy(() -> MessagesRequest.read(body(once)))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3 | messages.0: 3 (expected: an object)",
        "{'role':'bot','content':'Hi'} | messages.0.role: \"bot\" (expected: user or assistant)",
        "{'role':'system','content':'Hi'} | messages.0.role: system (expected: user or assistant; rules go in the field system",
        "{'role':'assistant','content':'Hi'} | messages.0.role: assistant (expected: user in the first message)",
        "{'role':'user'} | messages.0.content: missing (expected: a string or an array of blocks)",
        "{'role':'user','content':''} | messages.0.content: \"\" (expected: content that is not empty)",
        "{'role':'user','content':[]} | messages.0.content: [] (expected: content that is not empty)",
        "{'role':'user','content':'Hi'},{'role':'assistant','content':''},{'role':'user','content':'Hi'} | messages.1.content: \"\" (expected: content that is not empty)",
        "{'role':'user','content':'Hi'},{'role':'assistant','content':'I say '} | messages.1.content: \"... \" (expected: no white space at its end)",
        "{'role':'user','content':['Hi']} | messages.0.content.0: \"Hi\" (expected: an object)",
        "{'role':'user','content':[{'type':'text','text':'a'},{'type':'sound'}]} | messages.0.content.1.type: \"sound\" (expected: one of",
        "{'role':'user','content':[{'type':'text'}]} | messages.0.content.0.text: missing (expected: a string)",
        "{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'x'}}]} | messages.0.content.0.cache_control.type: \"x\"",
        "{'role':'user','content':[{'type':'thinking','thinking':'a','signature':'b'}]} | messages.0.content.0.type: \"thinking\"",
        "{'role':'user','content':[{'type':'image'}]} | messages.0.content.0.source: missing (expected: an object)",
        "{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/tiff','data':'AA'}}]} | messages.0.content.0.source.media_type: \"image/tiff\" (expected: one of image/gif, image/jpeg, image/png, image/webp)",
        "{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'A*AA'}}]} | messages.0.content.0.source.data: \"A*AA\" (expected: base64 of at least one byte)",
        "{'role':'user','content':[{'type':'image','source':{'type':'url','url':'cat.png'}}]} | messages.0.content.0.source.url: \"cat.png\" (expected: a URL of http or https)",
        "{'role':'user','content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':''}}]} | messages.0.content.0.source.data: \"\" (expected: base64",
        "{'role':'user','content':[{'type':'document','source':{'type':'url','url':''}}]} | messages.0.content.0.source.url: \"\" (expected: a URL",
        "{'role':'user','content':[{'type':'document','source':{'type':'text','media_type':'text/plain'}}]} | messages.0.content.0.source.data: missing (expected: a string)",
        "{'role':'user','content':[{'type':'search_result','source':'s','title':'t'}]} | messages.0.content.0.content: missing",
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_9'}]} | messages.0.content: a tool_result for toolu_9 (expected: the id of a tool_use of the message before, once)"
      })
  void aMessageThatTheVendorRefuses_isRefused(String messages, String message) {
    assertThatThrownBy(() -> messages(messages))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'user','content':'And?'} | messages.1: tool_use without tool_result (expected: in the message after it, a block tool_result for each of toolu_1)",
        "{'role':'user','content':[{'type':'text','text':'So:'},{'type':'tool_result','tool_use_id':'toolu_1'}]} | messages.2.content.1: a tool_result (expected: results of tools before all other blocks)",
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1'},{'type':'tool_result','tool_use_id':'toolu_1'}]} | messages.2.content: a tool_result for toolu_1",
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','is_error':'yes'}]} | messages.2.content.0.is_error: \"yes\" (expected: true or false)",
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':[{'type':'tool_use'}]}]} | messages.2.content.0.content.0.type: \"tool_use\"",
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1'}]},{'role':'assistant','content':[{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]} | messages.3.content: toolu_1 (expected: another id in each tool_use)",
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1'}]},{'role':'assistant','content':[{'type':'tool_use','id':'toolu_2','name':'f'}]} | messages.3.content.0.input: missing (expected: an object)"
      })
  void resultsThatDoNotAnswerTheCalls_areRefused(String more, String message) {
    assertThatThrownBy(() -> messages(CALL + "," + more))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void ofVeryManyFaultsTheFirstAreTold() {
    assertThatThrownBy(() -> messages("0" + ",0".repeat(100_000)))
        .hasMessageContaining("messages.99: 0 (expected: an object)")
        .hasMessageEndingWith("at least 1 more fault (expected: none)");
  }

  @Test
  void marksOfTheCacheAreCounted() {
    String mark = "{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}";
    assertThat(user(String.join(",", List.of(mark, mark, mark, mark))).task().lastUserText())
        .isEqualTo("a\na\na\na");
    assertThatThrownBy(() -> user(String.join(",", List.of(mark, mark, mark, mark, mark, mark))))
        .hasMessage(
            "messages.0.content.4.cache_control: mark number 5 (expected: at most 4 blocks with cache_control)");
  }

  @Test
  void blocksAreReadAsWhatTheySay() {
    MessagesRequest request =
        user(
            "{'type':'text','text':'Look:'},"
                + "{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}},"
                + "{'type':'document','title':'T','source':{'type':'text','media_type':'text/plain','data':'D'}},"
                + "{'type':'document','source':{'type':'content','content':[{'type':'text','text':'C'}]}},"
                + "{'type':'document','source':{'type':'url','url':'https://example.com/a.pdf'}},"
                + "{'type':'search_result','source':'S','title':'R','content':[{'type':'text','text':'F'}]}");

    assertThat(request.task().lastUserText()).isEqualTo("Look:\nT\nD\nC\nS\nR\nF");
    assertThat(request.media())
        .containsExactly(Medium.Image.ofUsualSize(false), new Medium.File(8_000));
    assertThat(request.controls().features()).isEqualTo(Map.of(RequestFeature.IMAGE, "messages"));
  }

  @Test
  void aLoopOfCallsIsRead_andWhatComesWithResultsStandsBeforeThem() {
    List<Message> messages =
        messages(
                CALL
                    + ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','is_error':true,"
                    + "'content':[{'type':'text','text':'12 C'}]},{'type':'text','text':'Be brief.'}]},"
                    + "{'role':'system','content':'New rules.'}")
            .task()
            .messages();

    assertThat(messages)
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.TOOL, Role.SYSTEM);
    assertThat(messages.get(1).calls().get(0).arguments()).isEqualTo("{}");
    assertThat(messages.get(2).text()).isEqualTo("Be brief.");
    assertThat(messages.get(3)).isEqualTo(Message.result("toolu_1", "12 C"));
  }

  @Test
  void callsMayBeAnsweredInSeveralMessages_andWhatWasThoughtIsLeftOut() {
    List<Message> messages =
        messages(
                "{'role':'user','content':'Hi'},{'role':'user','content':'there'},"
                    + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'s'},{'type':'redacted_thinking','data':'x'},"
                    + "{'type':'tool_use','id':'a','name':'f','input':{'k':1}},{'type':'tool_use','id':'b','name':'g','input':{}}]},"
                    + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'b','content':'B'}]},"
                    + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':'A'}]},"
                    + "{'role':'assistant','content':'So'}")
            .task()
            .messages();

    assertThat(messages)
        .extracting(Message::text)
        .containsExactly("Hi", "there", "", "B", "A", "So");
  }

  @Test
  void toolsAreReadAndTheVendorsOwnAreNamed() {
    MessagesRequest request =
        Plans.request(
            """
            "tools":[{"name":"f","description":"does","input_schema":{"type":"object"}},
                     {"type":"web_search_20250305","name":"web_search","max_uses":3}],
            "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"betas":[]
            """);

    assertThat(request.task().tools()).extracting(tool -> tool.name()).containsExactly("f");
    assertThat(request.task().toolChoice()).isEqualTo(ToolChoice.named("f"));
    assertThat(request.task().parallelToolCalls()).isFalse();
    assertThat(request.controls().ignored()).containsExactly("betas", "tools.web_search_20250305");
    assertThat(request.controls().needed().values()).contains("tools");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'top_k':3 |",
        "'output_config':{'effort':'low'} |",
        "'thinking':{'type':'disabled'} | NONE",
        "'thinking':{'type':'adaptive'} | HIGH",
        "'thinking':{'type':'adaptive'},'output_config':{'effort':'low'} | LOW",
        "'thinking':{'type':'disabled'},'output_config':{'effort':'low'} | NONE"
      })
  void theEffortIsThatOfThinking(String more, ReasoningEffort effort) {
    assertThat(Plans.request(more.replace('\'', '"')).controls().effort()).isEqualTo(effort);
  }

  @Test
  void tokensAreCountedWithoutALimit() {
    ObjectNode body = Plans.body("");
    body.remove("max_tokens");

    assertThat(MessagesRequest.readToCount(body).controls().maxTokens()).isNull();
    assertThatThrownBy(() -> MessagesRequest.read(body))
        .hasMessageStartingWith("max_tokens: missing");
    body.remove("messages");
    assertThatThrownBy(() -> MessagesRequest.readToCount(body))
        .hasMessageStartingWith("messages: missing");
  }
}
