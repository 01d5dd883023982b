package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.ContentOverride;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.Controls;
import dev.understudy.wire.SimulationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a request for legacy completions field by field. Confined to one thread. */
final class CompletionsReader {

  private static final int USUAL_MAX_TOKENS = 16;
  private static final int MOST_LOGPROBS = 5;
  private static final int MOST_BEST_OF = 20;
  private static final String PROMPT_EXPECTED =
      "a string, an array of strings, of token ids, or of arrays of token ids";

  private final Fields fields;
  private final Faults faults;
  private final FieldChecks checks;
  private final List<String> prompts = new ArrayList<>();
  private int promptTokens;

  CompletionsReader(Fields fields) {
    this.fields = fields;
    this.faults = fields.faults();
    this.checks = new FieldChecks(fields);
  }

  /** The request; of no use when faults were noted. */
  CompletionsRequest read() {
    String model = checks.model();
    prompt();
    int answers = answers();
    boolean echo = checks.flag("echo");
    faults.require(!echo || promptTokens == 0, "echo", echo, "false where the prompt is token ids");
    boolean stream = checks.flag("stream");
    checkBestOf(answers, stream);
    checks.userAndMetadata();
    checks.shape("suffix", JsonNode::isTextual, "a string");
    JsonNode suffix = fields.get("suffix");
    SimulationSettings settings = SimulationSettings.of(fields);
    int minTokens = Objects.requireNonNullElse(checks.from(0, "min_tokens"), 0);
    boolean ignoreEos = checks.flag("ignore_eos");
    boolean lengthIsSet = minTokens > 0 || ignoreEos || setsLength(settings);
    return new CompletionsRequest(
        prompts,
        promptTokens,
        answers,
        echo,
        suffix == null ? "" : suffix.asText(),
        checks.within(0, MOST_LOGPROBS, "logprobs"),
        checks.streamOptions(stream),
        Sampling.read(fields),
        new Controls(
            model,
            null,
            maxTokens(lengthIsSet),
            minTokens,
            ignoreEos,
            checks.stop(),
            fields.whole("seed"),
            stream,
            Map.of(),
            Map.of(),
            settings,
            new TreeSet<>(fields.others())));
  }

  /** The vendor's default holds where nothing else says how long the answer is. */
  private @Nullable Integer maxTokens(boolean lengthIsSet) {
    Integer given = checks.from(0, "max_tokens"); // none of them leaves the prompt, echoed
    return given == null && !lengthIsSet ? Integer.valueOf(USUAL_MAX_TOKENS) : given;
  }

  private static boolean setsLength(SimulationSettings settings) {
    ContentOverride content = settings.content();
    return settings.outputTokens() != null || content.text() != null || content.echo();
  }

  private int answers() {
    int most = SimulationRequest.MOST_CHOICES;
    Integer n = checks.within(1, most, "n");
    int answers = n == null || n < 1 ? 1 : n;
    faults.require(
        (long) prompts.size() * answers <= most,
        "prompt",
        prompts.size() + " prompts with " + answers + " answers each",
        "at most " + most + " answers",
        ErrorCode.ARRAY_ABOVE_MAX_LENGTH);
    return answers;
  }

  private void checkBestOf(int answers, boolean stream) {
    Integer bestOf = checks.within(1, MOST_BEST_OF, "best_of");
    faults.require(
        bestOf == null || bestOf >= answers, "best_of", bestOf, "at least n (" + answers + ")");
    faults.require(
        bestOf == null || bestOf == 1 || !stream, "best_of", bestOf, "1 where stream is true");
  }

  /** A vendor takes a prompt that is missing for the token that ends a text. */
  private void prompt() {
    JsonNode prompt = fields.get("prompt");
    if (prompt == null) {
      addTokens(1);
    } else if (prompt.isTextual()) {
      prompts.add(prompt.textValue());
    } else if (!prompt.isArray()) {
      faults.require(false, "prompt", prompt, PROMPT_EXPECTED, ErrorCode.INVALID_TYPE);
    } else if (prompt.isEmpty()) {
      faults.require(false, "prompt", prompt, PROMPT_EXPECTED, ErrorCode.EMPTY_ARRAY);
    } else if (prompt.get(0).isNumber()) {
      tokens("prompt", prompt);
    } else {
      for (int i = 0; i < prompt.size() && !faults.isFull(); i++) {
        element("prompt[" + i + "]", prompt.get(i));
      }
    }
  }

  private void element(String path, JsonNode element) {
    if (element.isTextual()) {
      prompts.add(element.textValue());
    } else if (element.isArray() && !element.isEmpty()) {
      tokens(path, element);
    } else {
      faults.require(
          false, path, element, "a string or an array of token ids", ErrorCode.INVALID_TYPE);
    }
  }

  private void tokens(String path, JsonNode ids) {
    for (int i = 0; i < ids.size() && !faults.isFull(); i++) {
      JsonNode id = ids.get(i);
      if (!id.canConvertToInt() || !id.isIntegralNumber() || id.intValue() < 0) {
        faults.require(
            false, path + "[" + i + "]", id, "a token id, from 0", ErrorCode.INVALID_TYPE);
      }
    }
    addTokens(ids.size());
  }

  private void addTokens(int tokens) {
    prompts.add("");
    promptTokens += tokens;
  }
}
