package dev.understudy.retrieval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The body of {@code POST /v1/moderations}, and its answer.
 *
 * @param fields as of all requests
 * @param inputs at least one; each has a result of its own
 * @see <a href="https://platform.openai.com/docs/api-reference/moderations/create">Create
 *     moderation</a>
 */
public record ModerationRequest(RequestFields fields, List<ModerationInput> inputs)
    implements RetrievalRequest {

  private static final String USUAL_MODEL = "omni-moderation-latest";

  /** Copies the list. */
  public ModerationRequest {
    inputs = List.copyOf(inputs);
  }

  /** Reads a body, or refuses it with all that is wrong. */
  public static ModerationRequest read(ObjectNode json) {
    RequestBody body = new RequestBody(json);
    List<ModerationInput> inputs = ModerationInput.readAll(body);
    return new ModerationRequest(body.end(USUAL_MODEL), inputs);
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.MODERATIONS;
  }

  @Override
  public String idPrefix() {
    return "modr-";
  }

  @Override
  public Set<RequestFeature> features() {
    boolean images = inputs.stream().anyMatch(input -> !input.images().isEmpty());
    return images ? Set.of(RequestFeature.IMAGE) : Set.of();
  }

  @Override
  public Reading read(ModelDefinition model, Tokenizer tokenizer) {
    boolean omni = !model.id().startsWith("text-moderation");
    if (features().contains(RequestFeature.IMAGE)
        && model.capabilities().cannot(Capability.VISION)) {
      throw new UnderstudyException(
          ErrorCode.UNSUPPORTED_FEATURE,
          "input: not supported with model %s (its vision is false)".formatted(model.id()),
          "input");
    }
    int tokens = tokens(model, tokenizer);
    return new Reading(tokens, id -> List.of(Json.bytes(body(id, model.id(), omni))));
  }

  private int tokens(ModelDefinition model, Tokenizer tokenizer) {
    long all = 0;
    for (ModerationInput input : inputs) {
      all +=
          TokenLimit.count(
              "input",
              model.contextWindow(),
              input.texts().stream().mapToLong(String::length).sum(),
              () -> input.texts().stream().mapToInt(tokenizer::count).sum());
    }
    return (int) Math.min(all, Integer.MAX_VALUE);
  }

  private Map<String, Object> body(String id, String model, boolean omni) {
    List<Map<String, Object>> results = new ArrayList<>(inputs.size());
    inputs.forEach(input -> results.add(result(input, omni)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("model", model);
    body.put("results", results);
    return body;
  }

  private static Map<String, Object> result(ModerationInput input, boolean omni) {
    ToDoubleFunction<ModerationCategory> scores = scores(input);
    Map<String, Boolean> flags = new LinkedHashMap<>();
    Map<String, Double> numbers = new LinkedHashMap<>();
    Map<String, List<String>> types = new LinkedHashMap<>();
    for (ModerationCategory category : ModerationCategory.values()) {
      if (omni || category.isOld()) {
        double score = scores.applyAsDouble(category);
        flags.put(category.jsonName(), score >= ModerationScores.THRESHOLD);
        numbers.put(category.jsonName(), score);
        types.put(category.jsonName(), types(input, category));
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("flagged", flags.containsValue(true));
    result.put("categories", flags);
    result.put("category_scores", numbers);
    if (omni) {
      result.put("category_applied_input_types", types);
    }
    return result;
  }

  /** The highest of all parts. Of an image, the words of its address count. */
  private static ToDoubleFunction<ModerationCategory> scores(ModerationInput input) {
    List<ModerationScores> texts = input.texts().stream().map(ModerationScores::new).toList();
    List<ModerationScores> images =
        input.images().stream()
            .map(url -> new ModerationScores(url.startsWith("data:") ? "" : url))
            .toList();
    return category -> {
      double ofTexts = texts.stream().mapToDouble(s -> s.of(category)).max().orElse(0);
      double ofImages = images.stream().mapToDouble(s -> s.of(category)).max().orElse(0);
      return category.ofImages() ? Math.max(ofTexts, ofImages) : ofTexts;
    };
  }

  private static List<String> types(ModerationInput input, ModerationCategory category) {
    List<String> types = new ArrayList<>();
    if (!input.texts().isEmpty()) {
      types.add("text");
    }
    if (!input.images().isEmpty() && category.ofImages()) {
      types.add("image");
    }
    return types;
  }
}
