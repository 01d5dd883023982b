package dev.understudy.discovery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a name resolved to and why, or why it was refused. Immutable.
 *
 * @param query the name as asked
 * @param resolved the id of the model; null when refused
 * @param via the step that found it; null when refused
 * @param confidence 1 for an id or alias, 0.99 when case and separators differ, 0.95 when the owner
 *     does or a rule was needed, 0.9 for parts less 0.05 for each that was filled (at least 0.7),
 *     0.7 by policy, 0.1 less after a correction of spelling, 0.6 when it settles a tie by what was
 *     learned, 0 when refused; it ranks the steps and is no probability
 * @param changed what the query says otherwise than the model's name, or says in vain
 * @param filled what the query does not say and the model's name does
 * @param alternatives other models, nearest first, at most {@link Resolver#MAX_ALTERNATIVES}: of a
 *     refusal those that are near, or that are equally right; else those that it nearly meant
 * @param reason why it was refused, for people; null when it resolved
 * @param ambiguous true when it was refused because several models answer to it equally well
 * @param category what kind of model the name says it is, see {@link Discovery#categorize}
 * @param inferred what the name says about itself, see {@link Inferred#asMap}
 */
public record Resolution(
    String query,
    @Nullable String resolved,
    @Nullable Via via,
    double confidence,
    List<Change> changed,
    List<Change> filled,
    List<Alternative> alternatives,
    @Nullable String reason,
    boolean ambiguous,
    String category,
    Map<String, Object> inferred) {

  /** Copies the lists. */
  public Resolution {
    changed = List.copyOf(changed);
    filled = List.copyOf(filled);
    alternatives = List.copyOf(alternatives);
  }

  /** True when it names a model. */
  public boolean isResolved() {
    return resolved != null;
  }

  /** The ids of the alternatives, nearest first. */
  public List<String> didYouMean() {
    return alternatives.stream().map(Alternative::id).toList();
  }

  static Resolution found(
      String query,
      String id,
      Via via,
      double confidence,
      List<Change> changed,
      List<Change> filled,
      List<Alternative> alternatives) {
    Inferred inferred = Inference.standard().infer(id);
    return new Resolution(
        query,
        id,
        via,
        confidence,
        changed,
        filled,
        alternatives,
        null,
        false,
        inferred.category(),
        inferred.asMap());
  }

  Resolution withAlternatives(List<Alternative> others) {
    return new Resolution(
        query,
        resolved,
        via,
        confidence,
        changed,
        filled,
        others,
        reason,
        ambiguous,
        category,
        inferred);
  }

  /** This tie, settled; the other choices lost by nothing else. */
  Resolution learned(String id, List<Change> nowChanged, List<Change> nowFilled) {
    List<Alternative> others =
        alternatives.stream()
            .filter(choice -> !choice.id().equals(id))
            .map(
                choice ->
                    new Alternative(
                        choice.id(), "the name has usually meant " + id, choice.score()))
            .toList();
    return found(query, id, Via.LEARNED, 0.6, nowChanged, nowFilled, others);
  }

  static Resolution refused(
      String query, String reason, boolean ambiguous, List<Alternative> alternatives) {
    Inferred inferred = Inference.standard().infer(query);
    return new Resolution(
        query,
        null,
        null,
        0,
        List.of(),
        List.of(),
        alternatives,
        reason,
        ambiguous,
        inferred.category(),
        inferred.asMap());
  }

  /**
   * The resolution of a tuned model's id whose base resolved.
   *
   * @param id the tuned model's id
   * @param base the resolution of its base
   */
  public static Resolution fineTune(String id, Resolution base) {
    return found(
        id, id, Via.FINE_TUNE, base.confidence(), base.changed(), base.filled(), List.of());
  }
}
