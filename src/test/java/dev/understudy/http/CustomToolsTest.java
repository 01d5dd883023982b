package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom tools of chat completions: they are not played, and nobody who has them is refused. */
class CustomToolsTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String CUSTOM = "{'type':'custom','custom':{'name':'shell'}}";
  private static final String FUNCTION = "{'type':'function','function':{'name':'weather'}}";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private static String body(String messages, String more) {
    return "{'model':'gpt-4o','seed':1,'messages':[%s],'tools':[%s,%s]%s}"
        .formatted(messages, CUSTOM, FUNCTION, more)
        .replace('\'', '"');
  }

  private Response answer(String messages, String more) {
    Response answer = api.json(body(messages, more)).post(CHAT);
    answer.then().statusCode(200);
    return answer;
  }

  private static String called(Response answer) {
    JsonNode call = Api.tree(answer).at("/choices/0/message/tool_calls/0/function/name");
    return call.asText("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | tools[0]:custom | weather",
        ",'tool_choice':'required' | tools[0]:custom | weather",
        ",'tool_choice':{'type':'custom','custom':{'name':'shell'}} | tool_choice:custom, tools[0]:custom | weather",
        ",'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'custom','custom':{'name':'shell'}}]}} | tools[0]:custom | ``"
      })
  void theyAreLeftOutAndNamed(String more, String ignored, String called) {
    Response answer = answer("{'role':'user','content':'Shell and weather'}", more);

    assertThat(answer.header("understudy-ignored")).isEqualTo(ignored);
    assertThat(called(answer)).isEqualTo(called);
  }

  @Test
  void theirCallsArePartOfWhatWasSaid() {
    String said =
        "{'role':'user','content':'ls'},{'role':'assistant','tool_calls':[{'id':'c','type':'custom','custom':{'name':'shell','input':'ls'}}]},{'role':'tool','tool_call_id':'c','content':'a.txt'}";
    assertThat(called(answer(said, ""))).isEmpty();
  }

  @Test
  void whatIsWrongWithThemIsNamed() {
    String hello = "{'role':'user','content':'Hi'}";
    JsonNode error =
        Api.error(400, api.json(body(hello, "").replace("shell", "a shell")).post(CHAT));
    assertThat(error.get("param").asText()).isEqualTo("tools[0].custom.name");
    JsonNode other =
        Api.error(400, api.json(body(hello, "").replace("\"custom\"", "\"own\"")).post(CHAT));
    assertThat(other.get("param").asText()).isEqualTo("tools[0].type");
  }
}
