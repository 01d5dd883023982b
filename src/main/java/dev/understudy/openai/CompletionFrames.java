package dev.understudy.openai;

import static dev.understudy.wire.FrameBytes.utf8;

import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.AnswerReader;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.text.TokenText;
import dev.understudy.text.Tokenizer;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's legacy completion, whole or as the frames of a stream. Confined to the stream's event
 * loop.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/completions">Completions</a>
 */
final class CompletionFrames implements AnswerFrames {

  private static final int USUAL_PIECE_BYTES = 80;

  /** As many as all answers of a request may have together. */
  private static final int MOST_ECHOED_TOKENS = 400_000;

  private static final byte[] NO_BYTES = {};
  private static final byte[] TEXT = utf8(",\"text\":\"");
  private static final byte[] NO_LOGPROBS = utf8("\",\"logprobs\":null");
  private static final byte[] LOGPROBS = utf8("\",\"logprobs\":");
  private static final byte[] NO_FINISH = utf8(",\"finish_reason\":null}]");

  private final CompletionsRequest request;
  private final SimulationPlan plan;
  private final String head;
  private final byte[] prefix;
  private final byte[] tail;
  private final AnswerReader[] readers;
  private final boolean[] begun;
  private final boolean[] finished;
  private final @Nullable LegacyLogprobs[] logprobs;
  private final byte[][] echoes;

  CompletionFrames(
      CompletionsRequest request, SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    String model = asked.id();
    this.request = request;
    this.plan = plan;
    this.head =
        "{\"id\":%s,\"object\":\"text_completion\",\"created\":%d,\"model\":%s,\"system_fingerprint\":\"%s\""
            .formatted(
                ChatBody.quoted(plan.id()),
                createdSeconds,
                ChatBody.quoted(model),
                ChatBody.fingerprint(model));
    this.prefix = utf8("data: " + head + ",\"choices\":[{\"index\":");
    this.tail = utf8(request.streamOptions().includeUsage() ? ",\"usage\":null}\n\n" : "}\n\n");
    int choices = plan.choices().size();
    this.readers = new AnswerReader[choices];
    this.begun = new boolean[choices];
    this.finished = new boolean[choices];
    this.logprobs = new LegacyLogprobs[choices];
    this.echoes = new byte[choices][];
    for (int i = 0; i < choices; i++) {
      readers[i] = new AnswerReader(plan.choices().get(i));
    }
    tellLogprobs(Tokenizer.of(asked));
  }

  private void tellLogprobs(Tokenizer tokenizer) {
    Integer top = request.topLogprobs();
    int echoedTokens = 0;
    for (int i = 0; top != null && i < logprobs.length; i++) {
      TokenText prompt = tokenizer.split(request.echoed(i));
      echoedTokens += prompt.tokens();
      if (echoedTokens > MOST_ECHOED_TOKENS) {
        throw UnderstudyException.invalid(
            "n",
            request.answers(),
            "logprobs of at most %d echoed tokens".formatted(MOST_ECHOED_TOKENS));
      }
      LegacyLogprobs probable = new LegacyLogprobs(TokenLogprobs.of(plan, i, top), top, prompt);
      logprobs[i] = probable;
      echoes[i] = request.controls().stream() ? Json.bytes(probable.prompt()) : NO_BYTES;
    }
  }

  @Override
  public int usualFrameBytes() {
    return prefix.length + tail.length + USUAL_PIECE_BYTES;
  }

  @Override
  public void append(FrameBytes out, int from, int toExclusive, boolean last) {
    for (int k = from; k < toExclusive; k++) {
      token(out, plan.choiceOf(k), k + 1 == plan.tokens());
    }
    if (last) {
      end(out);
    }
  }

  /** What ends the last answer stands with what ends the stream, so that a cut withholds it. */
  private void token(FrameBytes out, int choice, boolean last) {
    begin(out, choice);
    String piece = readers[choice].read();
    if (!piece.isEmpty()) {
      open(out, choice).addEscaped(piece);
      LegacyLogprobs probable = logprobs[choice];
      logprobs(out, probable == null ? null : Json.bytes(probable.next(piece)));
      out.add(NO_FINISH).add(request.streamOptions().padding(piece)).add(tail);
    }
    if (readers[choice].atEnd() && !last) {
      finish(out, choice);
    }
  }

  private static FrameBytes logprobs(FrameBytes out, byte @Nullable [] body) {
    return body == null ? out.add(NO_LOGPROBS) : out.add(LOGPROBS).add(body);
  }

  private FrameBytes open(FrameBytes out, int choice) {
    return out.add(prefix).add(choice).add(TEXT);
  }

  private void begin(FrameBytes out, int choice) {
    if (!begun[choice]) {
      begun[choice] = true;
      String echoed = request.echoed(choice);
      if (!echoed.isEmpty()) {
        open(out, choice).addEscaped(echoed);
        logprobs(out, logprobs[choice] == null ? null : echoes[choice]).add(NO_FINISH).add(tail);
      }
    }
  }

  private void finish(FrameBytes out, int choice) {
    finished[choice] = true;
    String why = plan.choices().get(choice).finishReason().jsonName();
    open(out, choice).add(NO_LOGPROBS).add(",\"finish_reason\":\"" + why + "\"}]").add(tail);
  }

  /** What ends the answers that have not ended, usage if asked for, and the mark. */
  private void end(FrameBytes out) {
    for (int choice = 0; choice < finished.length; choice++) {
      if (!finished[choice]) {
        begin(out, choice);
        finish(out, choice);
      }
    }
    if (request.streamOptions().includeUsage()) {
      out.add("data: " + head + ",\"choices\":[],\"usage\":").add(Json.bytes(usage()));
      out.add("}\n\n");
    }
    out.add("data: [DONE]\n\n");
  }

  /** All of it as one body. */
  byte[] whole() {
    List<Object> choices = new ArrayList<>();
    for (int i = 0; i < plan.choices().size(); i++) {
      choices.add(choice(i));
    }
    FrameBytes out = new FrameBytes(2 * plan.tokens() + 1024);
    out.add(head).add(",\"choices\":").add(Json.bytes(choices));
    return out.add(",\"usage\":").add(Json.bytes(usage())).add("}").toByteArray();
  }

  private Map<String, Object> choice(int index) {
    LegacyLogprobs probable = logprobs[index];
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", index);
    choice.put("text", request.echoed(index) + plan.choices().get(index).text());
    choice.put("logprobs", probable == null ? null : probable.all(plan.choices().get(index)));
    choice.put("finish_reason", plan.choices().get(index).finishReason());
    return choice;
  }

  private Map<String, Object> usage() {
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", plan.promptTokens());
    usage.put("completion_tokens", plan.completionTokens());
    usage.put("total_tokens", plan.promptTokens() + plan.completionTokens());
    return usage;
  }
}
