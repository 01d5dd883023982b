package dev.understudy.openai;

import static dev.understudy.wire.FrameBytes.utf8;

import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.AnswerReader;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;

/**
 * OpenAI's chat completion, whole or as the frames of a stream. What is the same in every frame is
 * encoded once a stream. Confined to one thread.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">Chat streaming</a>
 */
final class ChatFrames implements AnswerFrames {

  private static final int USUAL_PIECE_BYTES = 40;
  private static final byte[] DONE = utf8("data: [DONE]\n\n");
  private static final byte[] DELTA = utf8(",\"delta\":");
  private static final byte[] ROLE =
      utf8("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
  private static final byte[] ROLE_OF_CALLS = utf8("{\"role\":\"assistant\",\"content\":null}");
  private static final byte[] CONTENT = utf8("{\"content\":\"");
  private static final byte[] REASONING = utf8("{\"reasoning_content\":\"");
  private static final byte[] CALL = utf8("{\"tool_calls\":[{\"index\":");
  private static final byte[] ARGUMENTS = utf8(",\"function\":{\"arguments\":\"");
  private static final byte[] CALL_END = utf8("\"}}]}");
  private static final byte[] TEXT_END = utf8("\"}");
  private static final byte[] LOGPROBS = utf8(",\"logprobs\":{\"content\":[");
  private static final byte[] NO_LOGPROBS = utf8(",\"logprobs\":null");
  private static final byte[] LOGPROBS_END = utf8("],\"refusal\":null}");
  private static final byte[] NO_FINISH = utf8(",\"finish_reason\":null}]");

  private final ChatRequest request;
  private final SimulationPlan plan;
  private final ChatBody body;
  private final byte[] prefix;
  private final byte[] tail;
  private final AnswerReader[] readers;
  private final int[] partsBeforeCalls;
  private final boolean[] finished;
  private boolean begun;
  private final TokenLogprobs[] logprobs;

  ChatFrames(ChatRequest request, SimulationPlan plan, String model, long createdSeconds) {
    this.request = request;
    this.plan = plan;
    this.body = new ChatBody(request, plan, model, createdSeconds);
    this.prefix = utf8("data: " + body.head("chat.completion.chunk") + ",\"choices\":[{\"index\":");
    this.tail = utf8(request.streamOptions().includeUsage() ? ",\"usage\":null}\n\n" : "}\n\n");
    int choices = plan.choices().size();
    this.readers = new AnswerReader[choices];
    this.partsBeforeCalls = new int[choices];
    this.finished = new boolean[choices];
    Integer top = request.topLogprobs();
    this.logprobs = new TokenLogprobs[top == null ? 0 : choices];
    for (int i = 0; i < choices; i++) {
      Answer answer = plan.choices().get(i);
      readers[i] = new AnswerReader(answer);
      partsBeforeCalls[i] = answer.segments().size() - answer.toolCalls().size();
    }
    for (int i = 0; top != null && i < choices; i++) {
      logprobs[i] = TokenLogprobs.of(plan, i, top);
    }
  }

  @Override
  public int usualFrameBytes() {
    return prefix.length + tail.length + NO_LOGPROBS.length + NO_FINISH.length + USUAL_PIECE_BYTES;
  }

  @Override
  public void append(FrameBytes out, int from, int toExclusive, boolean last) {
    if (!begun) {
      begun = true;
      for (int choice = 0; choice < readers.length; choice++) {
        begin(out, choice);
      }
    }
    for (int k = from; k < toExclusive; k++) {
      token(out, plan.choiceOf(k), k + 1 == plan.tokens());
    }
    if (last) {
      end(out);
    }
  }

  /** What ends the last answer stands with what ends the stream. */
  private void token(FrameBytes out, int choice, boolean last) {
    AnswerReader reader = readers[choice];
    Segment segment = reader.segment();
    if (reader.beginsSegment() && segment.kind() == Segment.Kind.TOOL_CALL) {
      open(out, choice).add(ChatBody.callHead(segment, callIndex(reader, choice)));
      close(out, NO_LOGPROBS);
    }
    int call = segment.kind() == Segment.Kind.TOOL_CALL ? callIndex(reader, choice) : 0;
    String piece = reader.read();
    if (!piece.isEmpty()) {
      piece(out, choice, segment.kind(), call, piece);
    }
    if (reader.atEnd() && !last) {
      finish(out, choice);
    }
  }

  private int callIndex(AnswerReader reader, int choice) {
    return reader.segmentIndex() - partsBeforeCalls[choice];
  }

  private void piece(FrameBytes out, int choice, Segment.Kind kind, int call, String piece) {
    open(out, choice);
    switch (kind) {
      case TEXT -> out.add(CONTENT).addEscaped(piece).add(TEXT_END);
      case REASONING -> out.add(REASONING).addEscaped(piece).add(TEXT_END);
      case TOOL_CALL -> out.add(CALL).add(call).add(ARGUMENTS).addEscaped(piece).add(CALL_END);
    }
    if (kind == Segment.Kind.TEXT && logprobs.length > 0) {
      out.add(LOGPROBS);
      out.add(Json.bytes(logprobs[choice].next(piece).asChat()));
      out.add(LOGPROBS_END).add(NO_FINISH);
    } else {
      out.add(NO_LOGPROBS).add(NO_FINISH);
    }
    out.add(request.streamOptions().padding(piece)).add(tail);
  }

  private FrameBytes open(FrameBytes out, int choice) {
    return out.add(prefix).add(choice).add(DELTA);
  }

  private void close(FrameBytes out, byte[] logprobsField) {
    out.add(logprobsField).add(NO_FINISH).add(tail);
  }

  private void begin(FrameBytes out, int choice) {
    boolean calls = plan.choices().get(choice).finishReason() == FinishReason.TOOL_CALLS;
    open(out, choice).add(calls ? ROLE_OF_CALLS : ROLE);
    close(out, NO_LOGPROBS);
  }

  private void finish(FrameBytes out, int choice) {
    finished[choice] = true;
    open(out, choice).add("{}").add(NO_LOGPROBS);
    out.add(",\"finish_reason\":\"" + body.finishReason(choice) + "\"}]").add(tail);
  }

  /** What ends the answers that have not ended, usage if asked for, and the mark. */
  private void end(FrameBytes out) {
    for (int choice = 0; choice < finished.length; choice++) {
      if (!finished[choice]) {
        finish(out, choice);
      }
    }
    if (request.streamOptions().includeUsage()) {
      out.add("data: " + body.head("chat.completion.chunk") + ",\"choices\":[],\"usage\":");
      Usage.append(out, plan).add("}\n\n");
    }
    out.add(DONE);
  }
}
