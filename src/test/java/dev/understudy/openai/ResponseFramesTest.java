package dev.understudy.openai;

import static dev.understudy.simulation.HandMadePlans.call;
import static dev.understudy.simulation.HandMadePlans.thinking;
import static dev.understudy.simulation.HandMadePlans.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.HandMadePlans;
import dev.understudy.simulation.PlanDetails;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.text.Tokenizer;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Responses as OpenAI documents them, event by event, of answers that are written by hand. */
class ResponseFramesTest {

  private static final long CREATED = 1_741_487_325;

  private final ResponseLog log =
      new ResponseLog(new ResponseLog.Bounds(10, 100_000, Duration.ofHours(1)), () -> 0);

  private static final ModelDefinition MODEL = ModelDefinition.builder("m").build();

  private ResponsesRequest request(String more) {
    ObjectNode body =
        Json.parseObject(
            ("{\"model\":\"m\",\"input\":\"Hi\"" + more + "}").getBytes(StandardCharsets.UTF_8));
    return ResponsesRequest.read(body, log);
  }

  private AnswerFrames frames(String more, SimulationPlan plan) {
    return request(more).frames(plan, MODEL, CREATED);
  }

  private Events stream(String more, SimulationPlan plan) {
    return Events.of(frames(more, plan), plan.tokens(), 1);
  }

  private JsonNode whole(String more, SimulationPlan plan) {
    return Json.parse(request(more).whole(plan, MODEL, CREATED));
  }

  private static SimulationPlan plan(PlanDetails details, FinishReason why, Segment... segments) {
    return HandMadePlans.of("resp_0a", details, new Answer(List.of(segments), why));
  }

  private static final SimulationPlan HELLO =
      plan(PlanDetails.NONE, FinishReason.STOP, Segment.text(tokens("Hel", "lo\n\"you\"", " é")));

  /** Written from OpenAI's reference of streaming events and of the response object. */
  @Test
  void aMessage_isStreamedAsDocumented() {
    FrameBytes out = new FrameBytes(1);
    AnswerFrames frames = frames(",\"max_output_tokens\":20,\"metadata\":{\"a\":\"b\"}", HELLO);
    frames.append(out, 0, 1, false);
    frames.append(out, 1, 3, true);

    String begun = response("in_progress", "[]", "null");
    String message =
        "{'type':'output_text','annotations':[],'logprobs':[],'text':'Hello\\n\\'you\\' é'}";
    String item =
        "{'id':'msg_0a00','type':'message','status':'completed','content':["
            + message
            + "],'role':'assistant'}";
    String usage =
        "{'input_tokens':7,'input_tokens_details':{'cached_tokens':0,'cache_write_tokens':0},'output_tokens':3,'output_tokens_details':{'reasoning_tokens':0},'total_tokens':10}";
    String place = "'item_id':'msg_0a00','output_index':0,'content_index':0";
    assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
        .isEqualTo(
            event("response.created", 0, "'response':" + begun)
                + event("response.in_progress", 1, "'response':" + begun)
                + event(
                    "response.output_item.added",
                    2,
                    "'output_index':0,'item':{'id':'msg_0a00','type':'message','status':'in_progress','content':[],'role':'assistant'}")
                + event(
                    "response.content_part.added",
                    3,
                    place
                        + ",'part':{'type':'output_text','annotations':[],'logprobs':[],'text':''}")
                + event("response.output_text.delta", 4, place + ",'delta':'Hel','logprobs':[]")
                + event(
                    "response.output_text.delta",
                    5,
                    place + ",'delta':'lo\\n\\'you\\'','logprobs':[]")
                + event("response.output_text.delta", 6, place + ",'delta':' é','logprobs':[]")
                + event(
                    "response.output_text.done",
                    7,
                    place + ",'text':'Hello\\n\\'you\\' é','logprobs':[]")
                + event("response.content_part.done", 8, place + ",'part':" + message)
                + event("response.output_item.done", 9, "'output_index':0,'item':" + item)
                + event(
                    "response.completed",
                    10,
                    "'response':" + response("completed", "[" + item + "]", usage)));
  }

  /** Written from OpenAI's reference of the events {@code error} and {@code response.failed}. */
  @Test
  void aFailure_isTwoEventsThatGoOnCounting() {
    AnswerFrames frames = frames(",\"max_output_tokens\":20,\"metadata\":{\"a\":\"b\"}", HELLO);
    frames.append(new FrameBytes(1), 0, 2, false);
    byte[] failed = frames.failed("server_error", "It \"broke\"");

    String told = "'code':'server_error','message':'It \\'broke\\''";
    String response =
        response("failed", "[]", "null").replace("'error':null", "'error':{" + told + "}");
    assertThat(new String(failed, StandardCharsets.UTF_8))
        .isEqualTo(
            event("error", 6, told + ",'param':null")
                + event("response.failed", 7, "'response':" + response));
  }

  @Test
  void aFailureBeforeTheFirstToken_comesAfterTheBeginning() {
    byte[] failed = frames("", HELLO).failed("server_error", "no");

    assertThat(Events.parse(new String(failed, StandardCharsets.UTF_8)).types())
        .containsExactly("response.created", "response.in_progress", "error", "response.failed");
  }

  private static String event(String type, int number, String fields) {
    return "event: %s\ndata: {\"type\":\"%s\",\"sequence_number\":%d,%s}\n\n"
        .formatted(type, type, number, quoted(fields));
  }

  private static String quoted(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  private static String response(String status, String output, String usage) {
    return "{'id':'resp_0a','object':'response','created_at':1741487325,'status':'"
        + status
        + "','error':null,"
        + "'incomplete_details':null,'model':'m','output':"
        + output
        + ",'instructions':null,'max_output_tokens':20,"
        + "'max_tool_calls':null,'metadata':{'a':'b'},'parallel_tool_calls':true,'previous_response_id':null,"
        + "'prompt_cache_key':null,'safety_identifier':null,'store':true,'temperature':1.0,'tool_choice':'auto',"
        + "'top_logprobs':0,'top_p':1.0,'truncation':'disabled','user':null,'background':false,'service_tier':'default',"
        + "'reasoning':{'effort':null,'summary':null},'text':{'format':{'type':'text'},'verbosity':'medium'},'tools':[],"
        + "'usage':"
        + usage
        + "}";
  }

  @Test
  void theWhole_isWhatTheStreamEndsWith() {
    assertThat(whole("", HELLO)).isEqualTo(stream("", HELLO).response());
  }

  @Test
  void calls_areItemsWhoseArgumentsAreStreamed() {
    SimulationPlan plan =
        plan(
            PlanDetails.NONE,
            FinishReason.TOOL_CALLS,
            call("abc", "get_weather", "{\"city\":", "\"Rome\"}"),
            call("def", "get_time", "{}"));
    Events events = stream("", plan);

    assertThat(events.types())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed");
    assertThat(json(events, 2))
        .isEqualTo(
            quoted(
                "{'type':'response.output_item.added','sequence_number':2,'output_index':0,'item':{'id':'fc_0a00','type':'function_call','status':'in_progress','arguments':'','call_id':'call_abc','name':'get_weather'}}"));
    assertThat(json(events, 3))
        .isEqualTo(
            "{\"type\":\"response.function_call_arguments.delta\",\"sequence_number\":3,\"item_id\":\"fc_0a00\",\"output_index\":0,\"delta\":\"{\\\"city\\\":\"}");
    assertThat(json(events, 5))
        .isEqualTo(
            "{\"type\":\"response.function_call_arguments.done\",\"sequence_number\":5,\"item_id\":\"fc_0a00\",\"output_index\":0,\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}");
    assertThat(events.all().get(10).get("item").toString())
        .isEqualTo(
            quoted(
                "{'id':'fc_0a01','type':'function_call','status':'completed','arguments':'{}','call_id':'call_def','name':'get_time'}"));
    assertThat(events.response()).isEqualTo(whole("", plan));
    assertThat(events.response().get("status").asText()).isEqualTo("completed");
  }

  private static String json(Events events, int index) {
    return events.all().get(index).toString();
  }

  @Test
  void unseenThinking_isAnItemAheadOfTheMessage() {
    SimulationPlan plan = plan(thinking(5, false), FinishReason.STOP, Segment.text(tokens("Yes")));
    Events events = stream("", plan);

    assertThat(events.types().subList(2, 6))
        .containsExactly(
            "response.output_item.added",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added");
    assertThat(events.all().get(3).get("item").toString())
        .isEqualTo(quoted("{'id':'rs_0a00','type':'reasoning','summary':[]}"));
    JsonNode response = events.response();
    assertThat(response.at("/output/1/id").asText()).isEqualTo("msg_0a01");
    assertThat(response.at("/usage/output_tokens").asInt()).isEqualTo(6);
    assertThat(response.at("/usage/output_tokens_details/reasoning_tokens").asInt()).isEqualTo(5);
    String encrypted =
        whole(",\"include\":[\"reasoning.encrypted_content\"]", plan)
            .at("/output/0/encrypted_content")
            .asText();
    assertThat(encrypted).startsWith("gAAAAA");
  }

  private static final SimulationPlan THOUGHT =
      plan(
          thinking(2, true),
          FinishReason.STOP,
          Segment.reasoning(tokens("So", " then")),
          Segment.text(tokens("Yes")));

  @Test
  void aSummary_hasPartsOfItsOwn() {
    Events events = stream(",\"reasoning\":{\"summary\":\"auto\"}", THOUGHT);

    assertThat(events.types().subList(2, 10))
        .containsExactly(
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added");
    assertThat(json(events, 4))
        .isEqualTo(
            quoted(
                "{'type':'response.reasoning_summary_text.delta','sequence_number':4,'item_id':'rs_0a00','output_index':0,'summary_index':0,'delta':'So'}"));
    assertThat(events.response().at("/output/0").toString())
        .isEqualTo(
            quoted(
                "{'id':'rs_0a00','type':'reasoning','summary':[{'type':'summary_text','text':'So then'}]}"));
    assertThat(events.response().at("/usage/output_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void openThinking_isContent() {
    Events events = stream("", THOUGHT);

    assertThat(events.deltas("response.reasoning_text")).isEqualTo("So then");
    assertThat(events.response().at("/output/0").toString())
        .isEqualTo(
            quoted(
                "{'id':'rs_0a00','type':'reasoning','summary':[],'content':[{'type':'reasoning_text','text':'So then'}]}"));
  }

  @Test
  void whatALimitCuts_isIncomplete() {
    SimulationPlan plan =
        plan(PlanDetails.NONE, FinishReason.LENGTH, Segment.text(tokens("One", " two")));
    Events events = stream("", plan);

    assertThat(events.types()).endsWith("response.incomplete");
    JsonNode response = events.response();
    assertThat(response.get("status").asText()).isEqualTo("incomplete");
    assertThat(response.get("incomplete_details").toString())
        .isEqualTo("{\"reason\":\"max_output_tokens\"}");
    assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
  }

  @Test
  void anAnswerWithoutTokens_isAnEmptyMessage_unlessThinkingUsedThemUp() {
    Events stopped = stream("", plan(PlanDetails.NONE, FinishReason.STOP));
    assertThat(stopped.response().at("/output/0/content/0/text").asText("-")).isEmpty();
    assertThat(stopped.types()).contains("response.output_text.done");

    Events cut = stream("", plan(thinking(16, false), FinishReason.LENGTH));
    assertThat(cut.response().get("output")).hasSize(1);
    assertThat(cut.response().at("/output/0/type").asText()).isEqualTo("reasoning");

    Segment empty = Segment.text(tokens());
    Events played = stream("", plan(thinking(16, false), FinishReason.LENGTH, empty));
    assertThat(played.response().get("output")).isEqualTo(cut.response().get("output"));
  }

  @Test
  void logprobs_areThoseOfTheDeltas() {
    String more = ",\"include\":[\"message.output_text.logprobs\"],\"top_logprobs\":2";
    Events events = stream(more, HELLO);

    JsonNode all = events.response().at("/output/0/content/0/logprobs");
    assertThat(all).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(events.all().get(4 + i).get("logprobs").get(0)).isEqualTo(all.get(i));
      assertThat(all.get(i).get("top_logprobs")).hasSize(2);
    }
  }

  @Test
  void padding_isAddedWhenAskedFor() {
    String more = ",\"stream\":true,\"stream_options\":{\"include_obfuscation\":true}";

    assertThat(stream(more, HELLO).all().get(4).get("obfuscation").asText()).hasSize(13);
    assertThat(stream("", HELLO).all().get(4).has("obfuscation")).isFalse();
  }

  @Test
  void whatEndsAnItem_isWithheldWithTheEnd() {
    FrameBytes out = new FrameBytes(1);
    frames("", HELLO).append(out, 0, 3, false);
    Events cut = Events.parse(new String(out.toByteArray(), StandardCharsets.UTF_8));

    assertThat(cut.types()).hasSize(7).endsWith("response.output_text.delta");
    assertThat(log.find("resp_0a")).isNull();
  }

  @Test
  void aResponse_isKeptAtItsEnd_unlessItIsNotToBe() {
    AnswerFrames frames = frames("", HELLO);
    frames.append(new FrameBytes(1), 0, 2, false);
    assertThat(log.find("resp_0a")).isNull();
    frames.append(new FrameBytes(1), 2, 3, true);
    assertThat(log.find("resp_0a")).isNotNull();
    assertThat(log.item("msg_0a00")).extracting(Message::role).containsExactly(Role.ASSISTANT);
    assertThat(log.item("msg_0a01")).isNull();
    assertThat(log.item("msg_0b00")).isNull();

    log.delete("resp_0a");
    whole(",\"store\":false", HELLO);
    assertThat(log.find("resp_0a")).isNull();
  }

  @Property(tries = 200)
  void deltasAddUpToTheWhole(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int atOnce,
      @ForAll @IntRange(max = 4) int calls) {
    Random random = new Random(seed);
    List<Segment> segments = new ArrayList<>();
    boolean shown = random.nextBoolean();
    int thought = random.nextInt(20);
    if (shown && thought > 0) {
      segments.add(Segment.reasoning(tokens(pieces(random, thought))));
    }
    String said = random.nextBoolean() ? randomText(random) : "";
    if (!said.isEmpty() || calls == 0) {
      segments.add(Segment.text(Tokenizer.o200k().split(said)));
    }
    for (int i = 0; i < calls; i++) {
      segments.add(call("c" + i, "f" + i, pieces(random, 1 + random.nextInt(9))));
    }
    SimulationPlan plan =
        plan(
            thinking(thought, shown && thought > 0),
            FinishReason.STOP,
            segments.toArray(Segment[]::new));
    Events events = Events.of(frames("", plan), plan.tokens(), atOnce);

    JsonNode whole = whole("", plan);
    assertThat(events.response()).isEqualTo(whole);
    assertThat(events.deltas("response.output_text")).isEqualTo(said);
    assertThat(events.deltas("response.reasoning_text")).isEqualTo(plan.answer().reasoning());
    List<JsonNode> items = new ArrayList<>();
    events.all().stream()
        .filter(event -> event.get("type").asText().equals("response.output_item.done"))
        .forEach(event -> items.add(event.get("item")));
    assertThat(items).containsExactlyElementsOf(whole.get("output"));
  }

  private static String[] pieces(Random random, int count) {
    String[] pieces = new String[count];
    for (int i = 0; i < count; i++) {
      pieces[i] = randomText(random);
    }
    return pieces;
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.appendCodePoint(
          random.nextInt(4) == 0 ? 0x1F600 + random.nextInt(40) : random.nextInt(0x250));
    }
    return text.toString();
  }
}
