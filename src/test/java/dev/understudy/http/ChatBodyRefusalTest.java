package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a chat request that do not go together, schemas that cannot be strict, and media. */
class ChatBodyRefusalTest {

  private static final String CHAT = "/v1/chat/completions";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private static String body(String messages, String more) {
    return "{'model':'gpt-4o','messages':%s%s}"
        .formatted(messages, more.isEmpty() ? "" : "," + more)
        .replace('\'', '"');
  }

  private static String hello(String more) {
    return body("[{'role':'user','content':'Hello'}]", more);
  }

  private static String tool(String function) {
    return "'tools':[{'type':'function','function':{'name':'f'},'x':1},"
        + "{'type':'function','function':{'name':'g',"
        + function
        + "}}]";
  }

  private JsonNode refused(String body) {
    JsonNode error = Api.error(400, api.json(body).post(CHAT));
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("message").asText()).contains("(expected: ");
    return error;
  }

  private void accepts(String body) {
    api.json(body).post(CHAT).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'max_tokens':5,'max_completion_tokens':5 | max_tokens | invalid_parameter_combination",
        "'parallel_tool_calls':true | parallel_tool_calls | invalid_value",
        "'parallel_tool_calls':false,'tools':null | parallel_tool_calls | invalid_value",
        "'response_format':{'type':'json_object'} | messages | invalid_value",
        "'simulation':{'ttft':-1} | simulation.ttft | decimal_below_min_value",
        "'simulation':{'itl':3601} | simulation.itl | decimal_above_max_value",
        "'simulation':{'time_scale':1001} | simulation.time_scale | decimal_above_max_value",
        "'simulation':{'ttft':'1s'} | simulation.ttft | invalid_type",
        "'simulation':{'output_tokens':0} | simulation.output_tokens | integer_below_min_value",
        "'simulation':{'tool_calls':129} | simulation.tool_calls | integer_above_max_value",
        "'simulation':{'fault':{'status':'x'}} | simulation.fault.status | invalid_value",
        "'simulation':{'fault':5} | simulation.fault | invalid_type",
        "'simulation':{'text':5} | simulation.text | invalid_type"
      })
  void aFieldIsRefusedWithItsCode(String more, String param, String code) {
    JsonNode error = refused(hello(more));

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("code").asText()).isEqualTo(code);
  }

  @Test
  void allFaultsOfASimulationAreToldWithTheOthers() {
    assertThat(refused(hello("'n':0,'simulation':{'ttft':-1,'itl':-1}")).get("message").asText())
        .contains("simulation.ttft: -1 (expected: a number from 0 to 3600)")
        .contains("simulation.itl: -1")
        .contains("n: 0");
  }

  @Test
  void aJsonObjectIsForWhoMentionsIt() {
    String format = "'response_format':{'type':'json_object'}";

    accepts(body("[{'role':'user','content':'As JSON'}]", format));
    accepts(
        body(
            "[{'role':'developer','content':[{'type':'text','text':'Be json.'}]},{'role':'user','content':'Hi'}]",
            format));
    accepts(hello("'response_format':{'type':'text'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object'} | the schema with additionalProperties missing",
        "{'type':'object','properties':{},'additionalProperties':true} | the schema with additionalProperties true",
        "{'type':'object','properties':{'a':{},'b':{}},'required':['a'],'additionalProperties':false} | the schema without b in required",
        "{'type':'object','properties':{'a':{'type':['object','null']}},'required':['a'],'additionalProperties':false} | the schema.properties.a with additionalProperties missing",
        "{'type':'object','properties':{'a':{'type':'array','items':{'properties':{}}}},'required':['a'],'additionalProperties':false} | the schema.properties.a.items with",
        "{'type':'object','properties':{'a':{'anyOf':[{'type':'null'},{'type':'object'}]}},'required':['a'],'additionalProperties':false} | the schema.properties.a.anyOf[1] with",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/n'}},'required':['a'],'additionalProperties':false,'$defs':{'n':{'type':'object'}}} | the schema.$defs.n with"
      })
  void aSchemaThatCannotBeStrictIsRefused(String schema, String what) {
    JsonNode tool = refused(hello(tool("'strict':true,'parameters':" + schema)));
    assertThat(tool.get("code").asText()).isEqualTo("invalid_function_parameters");
    assertThat(tool.get("param").asText()).isEqualTo("tools[1].function.parameters");
    assertThat(tool.get("message").asText()).contains(what);

    String format = "'response_format':{'type':'json_schema','json_schema':{'name':'s',%s}}";
    JsonNode answer = refused(hello(format.formatted("'strict':true,'schema':" + schema)));
    assertThat(answer.get("code").asText()).isEqualTo("invalid_json_schema");
    assertThat(answer.get("param").asText()).isEqualTo("response_format");
    assertThat(answer.get("message").asText()).contains(what);

    accepts(hello(tool("'parameters':" + schema)));
    accepts(hello(format.formatted("'strict':false,'schema':" + schema)));
  }

  @Test
  void aStrictSchemaIsTaken() {
    String schema =
        "{'type':'object','properties':{'a':{'type':['object','null'],'properties':{'b':{'type':'string'}},"
            + "'required':['b'],'additionalProperties':false}},'required':['a'],'additionalProperties':false}";

    accepts(hello(tool("'strict':true,'parameters':" + schema)));
    accepts(hello(tool("'strict':true")));
    accepts(
        hello(
            "'response_format':{'type':'json_schema','json_schema':{'name':'s','strict':true,'schema':%s}}"
                .formatted(schema)));
    assertThat(refused(hello(tool("'strict':'yes'"))).get("param").asText())
        .isEqualTo("tools[1].function.strict");
  }

  @Test
  void aSchemaWithoutAValueIsNamedByItsPlace() {
    String impossible =
        "{'type':'object','properties':{'a':{'type':'array','minItems':5000}},'required':['a']}";
    String more = tool("'parameters':" + impossible) + ",'simulation':{'tool_calls':1}";

    assertThat(
            refused(hello(more + ",'tool_choice':{'type':'function','function':{'name':'g'}}"))
                .get("param")
                .asText())
        .isEqualTo("tools[1].function.parameters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'image_url','image_url':{'url':''}} | image_url.url",
        "{'type':'image_url','image_url':{'url':'cat.png'}} | image_url.url",
        "{'type':'image_url','image_url':{'url':'https://'}} | image_url.url",
        "{'type':'image_url','image_url':{'url':'ftp://example.com/a.png'}} | image_url.url",
        "{'type':'image_url','image_url':{'url':'data:text/plain;base64,AAAA'}} | image_url.url",
        "{'type':'image_url','image_url':{'url':'data:image/png,AAAA'}} | image_url.url",
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,A*AA'}} | image_url.url",
        "{'type':'input_audio','input_audio':{'data':'x','format':'wav'}} | input_audio.data",
        "{'type':'input_audio','input_audio':{'data':'','format':'wav'}} | input_audio.data",
        "{'type':'file'} | file",
        "{'type':'file','file':{}} | file",
        "{'type':'file','file':{'filename':'a.pdf','file_id':''}} | file",
        "{'type':'file','file':{'file_data':'data:application/pdf;base64,%%%'}} | file.file_data"
      })
  void aMediumThatCannotBeOneIsRefused(String part, String place) {
    JsonNode error = refused(body("[{'role':'user','content':[" + part + "]}]", ""));

    assertThat(error.get("param").asText()).isEqualTo("messages[0].content[0]." + place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'image_url','image_url':{'url':'HTTPS://example.com/a.png'}}",
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}",
        "{'type':'file','file':{'file_id':'file-1'}}",
        "{'type':'file','file':{'file_data':'data:application/pdf;base64,AAA='}}",
        "{'type':'file','file':{'file_data':'AAAA'}}"
      })
  void otherMediaAreTaken(String part) {
    accepts(body("[{'role':'user','content':[" + part + "]}]", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'role':'user','content':[]} | empty_array",
        "{'role':'system','content':[]} | empty_array",
        "{'role':'assistant','content':[]} | empty_array",
        "{'role':'assistant'} | missing_required_parameter",
        "{'role':'assistant','content':null,'refusal':null} | missing_required_parameter"
      })
  void aMessageThatSaysNothingIsRefused(String message, String code) {
    JsonNode error = refused(body("[" + message + "]", ""));

    assertThat(error.get("param").asText()).isEqualTo("messages[0].content");
    assertThat(error.get("code").asText()).isEqualTo(code);
  }

  @Test
  void whatTheAssistantSaidInOtherWaysIsTaken() {
    String call = "'tool_calls':[{'id':'c','function':{'name':'f','arguments':'{}'}}]";
    String result = ",{'role':'tool','tool_call_id':'c','content':'5'}";

    accepts(body("[{'role':'assistant','refusal':'No'}]", ""));
    accepts(body("[{'role':'assistant','content':''}]", ""));
    accepts(body("[{'role':'assistant'," + call + "}" + result + "]", ""));
    accepts(body("[{'role':'assistant','content':[]," + call + "}" + result + "]", ""));
  }
}
