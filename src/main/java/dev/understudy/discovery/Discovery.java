package dev.understudy.discovery;

import dev.understudy.model.FineTuneId;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelId;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The discovery functions over any list of ids, no registry needed. Each looks at every candidate
 * once; to resolve many names against the same models keep a {@link Resolver}. Any thread.
 */
public final class Discovery {

  /** The least score of a match, where none is given. */
  public static final double DEFAULT_THRESHOLD = 0.6;

  /** The most matches, where none is given. */
  public static final int DEFAULT_MAX_RESULTS = 5;

  private static final Comparator<NameMatch> NEAREST =
      Comparator.comparingDouble(NameMatch::score).reversed().thenComparing(NameMatch::id);

  private Discovery() {}

  /** As the other, with the default threshold and number of results. */
  public static List<NameMatch> fuzzyMatch(String query, Collection<String> candidates) {
    return fuzzyMatch(query, candidates, DEFAULT_THRESHOLD, DEFAULT_MAX_RESULTS);
  }

  /**
   * The candidates nearest to a name. The one that the name resolves to comes first; the others are
   * ranked by likeness, which makes none of them right.
   *
   * @param threshold the least score, 0 to 1
   * @param maxResults from 1
   */
  public static List<NameMatch> fuzzyMatch(
      String query, Collection<String> candidates, double threshold, int maxResults) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw UnderstudyException.invalid("threshold", threshold, "a number from 0 to 1");
    }
    if (maxResults < 1) {
      throw UnderstudyException.invalid("max_results", maxResults, "a whole number from 1");
    }
    Resolution meant = resolve(query, candidates);
    List<NameMatch> matches = new ArrayList<>();
    if (meant.resolved() != null && meant.confidence() >= threshold) {
      matches.add(new NameMatch(meant.resolved(), meant.confidence()));
    }
    alike(query, candidates).stream()
        .filter(match -> match.score() >= threshold && !match.id().equals(meant.resolved()))
        .limit(maxResults)
        .forEach(matches::add);
    return List.copyOf(matches.subList(0, Math.min(maxResults, matches.size())));
  }

  /** How a name resolves among those ids; text that cannot be an id is no candidate. */
  public static Resolution resolve(String query, Collection<String> candidates) {
    List<ModelDefinition> models =
        new LinkedHashSet<>(candidates)
            .stream()
                .filter(id -> ModelId.expectation(id) == null)
                .map(id -> ModelDefinition.builder(id).build())
                .toList();
    return Resolver.of(models).resolve(query, ResolveMode.FUZZY);
  }

  private static List<NameMatch> alike(String query, Collection<String> candidates) {
    Likeness likeness = new Likeness(parsedPrefix(query));
    return new LinkedHashSet<>(candidates)
        .stream()
            .map(id -> new NameMatch(id, likeness.of(parsedPrefix(id))))
            .sorted(NEAREST)
            .toList();
  }

  /** Longer texts than any name are compared by their start, so that the work stays bounded. */
  private static ParsedName parsedPrefix(String text) {
    int end = Math.min(text.length(), Resolver.MAX_QUERY_LENGTH);
    return NameParser.parse(text.substring(0, end));
  }

  /** The ids most like one that is not there, most alike first, at most five. */
  public static List<String> suggestSimilar(String modelId, Collection<String> available) {
    return alike(modelId, available).stream()
        .filter(match -> match.score() > 0 && !match.id().equals(modelId))
        .limit(DEFAULT_MAX_RESULTS)
        .map(NameMatch::id)
        .toList();
  }

  /**
   * The id without its owner, in lower case, its parts joined by hyphens: {@code gpt-4-turbo} of
   * {@code OpenAI/GPT-4_turbo}. Nothing else is dropped, versions least of all.
   */
  public static String normalizeModelId(String modelId) {
    return NameParser.normalize(modelId.substring(modelId.lastIndexOf('/') + 1));
  }

  /** The base of an id such as {@code ft:gpt-4o:acme::job1}; null when it is none. */
  public static @Nullable String extractBaseModelFromFineTune(String modelId) {
    FineTuneId parsed = FineTuneId.parse(modelId);
    return parsed != null && parsed.kind() == FineTuneId.Kind.FINE_TUNE ? parsed.base() : null;
  }

  /** The parts of a LoRA adapter's id such as {@code org/base-lora-name}; null when it is none. */
  public static @Nullable FineTuneId parseLora(String modelId) {
    FineTuneId parsed = FineTuneId.parse(modelId);
    return parsed != null && parsed.kind() == FineTuneId.Kind.LORA ? parsed : null;
  }

  /**
   * Which of reasoning, moe, vision, audio, video, embedding and fine_tuned an id says of its
   * model. False means that the id does not say so; {@link Inference#infer} keeps the two apart.
   */
  public static Map<String, Boolean> inferCharacteristics(String modelId) {
    Inferred inferred = Inference.standard().infer(modelId);
    Map<String, Boolean> map = new LinkedHashMap<>();
    map.put("reasoning", Boolean.TRUE.equals(inferred.reasoning()));
    map.put("moe", Boolean.TRUE.equals(inferred.moe()));
    map.put("vision", Boolean.TRUE.equals(inferred.vision()));
    map.put("audio", Boolean.TRUE.equals(inferred.audio()));
    map.put("video", Boolean.TRUE.equals(inferred.video()));
    map.put("embedding", Boolean.TRUE.equals(inferred.embedding()));
    map.put("fine_tuned", Boolean.TRUE.equals(inferred.fineTuned()));
    return map;
  }

  /** What the model is for, by its id, see {@link Inferred#category}. */
  public static String categorize(String modelId) {
    return Inference.standard().infer(modelId).category();
  }
}
