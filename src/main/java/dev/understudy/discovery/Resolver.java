package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which model a name means: the one that was meant, or a refusal that says what is near. Immutable;
 * any thread. The answer depends on the set of models, the rules and the query only.
 *
 * <p>The steps, in order: exact id; alias; case and separators; without the owner; rules, which
 * take off what hosts add; by parts, where numbers, sizes, dates and tier words of the query are
 * never changed and no tier word is added; a family and a size without a version mean the newest
 * active model that converses; the spelling of one word. Each step answers only when one model is
 * left; several are refused with the choices. No likeness of names is ever enough: similarity ranks
 * suggestions, nothing else.
 */
public final class Resolver implements Segmented<Resolver> {

  /** The most alternatives that an answer lists. */
  public static final int MAX_ALTERNATIVES = 10;

  /** Longer names mean no model: ids have at most 200 characters, so this leaves room for hosts. */
  static final int MAX_QUERY_LENGTH = 400;

  static final int MAX_QUERY_TOKENS = 48;

  private static final double BY_RULE = 0.95;

  private final NameIndex index;
  private final NameRules rules;
  private final SpelledNames spelled;
  private final PartResolver parts;
  private final Spelling spelling;
  private final Refusal refusal;
  private final Competitors competitors;

  private Resolver(NameIndex index, NameRules rules) {
    this.index = index;
    this.rules = rules;
    this.spelled = new SpelledNames(index, rules.owners());
    this.parts = new PartResolver(index, rules.owners());
    this.spelling = new Spelling(index);
    this.refusal = new Refusal(index);
    this.competitors = new Competitors(index);
  }

  /** A resolver over those models with the standard rules; the order of models does not matter. */
  public static Resolver of(Collection<ModelDefinition> models) {
    return of(models, NameRules.standard());
  }

  /** A resolver over those models; their order does not matter. */
  public static Resolver of(Collection<ModelDefinition> models, NameRules rules) {
    return new Resolver(NameIndex.of(models), rules);
  }

  @Override
  public Resolver updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come) {
    return new Resolver(index.updated(gone, come), rules);
  }

  @Override
  public int segments() {
    return index.segments();
  }

  /**
   * Resolves a name.
   *
   * @param query any text
   * @param mode how far the name may be from the model
   */
  public Resolution resolve(String query, ResolveMode mode) {
    Resolution exact = exact(query, mode);
    if (exact != null) {
      return exact;
    }
    String unfit = refusal.unfit(query);
    if (unfit != null) {
      return Resolution.refused(query, unfit, false, List.of());
    }
    ParsedName name = NameParser.parse(query);
    if (name.tokens().isEmpty() || name.tokens().size() > MAX_QUERY_TOKENS) {
      return Resolution.refused(query, refusal.wrongLength(name), false, List.of());
    }
    return mode == ResolveMode.FUZZY ? fuzzy(query, name) : refusal.notExact(query, mode, name);
  }

  /** An answer of this resolver with the models that the name nearly meant, and why each lost. */
  public Resolution explain(Resolution answer) {
    Via via = answer.via();
    ModelDefinition model = answer.resolved() == null ? null : index.byId(answer.resolved());
    return model == null || via == null || via == Via.EXACT || via == Via.ALIAS
        ? answer
        : answer.withAlternatives(competitors.of(NameParser.parse(answer.query()), model));
  }

  /**
   * A tie of this resolver settled in favour of one of the choices.
   *
   * @param id the one that the name usually means
   */
  public Resolution settle(Resolution tie, String id) {
    ModelDefinition model = index.byId(id);
    if (model == null || !tie.ambiguous() || !tie.didYouMean().contains(id)) {
      throw UnderstudyException.invalid("id", id, "one of " + tie.didYouMean());
    }
    ParsedName name = NameParser.parse(tie.query());
    TokenMatch match = Competitors.nearestName(name, model);
    return tie.learned(id, Differences.changed(name, match), Differences.filled(name, match));
  }

  private @Nullable Resolution exact(String query, ResolveMode mode) {
    if (index.byId(query) != null) {
      return Resolution.found(query, query, Via.EXACT, 1, List.of(), List.of(), List.of());
    }
    ModelDefinition model = mode == ResolveMode.STRICT ? null : index.byAlias(query);
    return model == null
        ? null
        : Resolution.found(query, model.id(), Via.ALIAS, 1, List.of(), List.of(), List.of());
  }

  private Resolution fuzzy(String query, ParsedName name) {
    Rewrite asked = Rewrite.of(name);
    Answer answer = spelled.find(name, null);
    List<Rewrite> rewrites = answer.isNone() ? rules.rewrites(name) : List.of();
    if (answer.isNone()) {
      answer = first(rewrites, this::bySpelling);
    }
    if (answer.isNone()) {
      answer = byParts(asked);
    }
    if (answer.isNone()) {
      answer = first(rewrites, this::byParts);
    }
    Rewrite last = rewrites.isEmpty() ? asked : rewrites.get(rewrites.size() - 1);
    if (answer.isNone()) {
      answer = corrected(asked);
    }
    if (answer.isNone() && !rewrites.isEmpty()) {
      answer = corrected(last);
    }
    return resolution(query, name, last.name(), answer);
  }

  private static Answer first(List<Rewrite> rewrites, Function<Rewrite, Answer> step) {
    for (Rewrite rewrite : rewrites) {
      Answer answer = step.apply(rewrite);
      if (!answer.isNone()) {
        return answer;
      }
    }
    return Answer.NONE;
  }

  private Answer bySpelling(Rewrite rewrite) {
    return spelled
        .find(rewrite.name(), rewrite.owner())
        .after(rewrite.changed(), Via.RULE, BY_RULE);
  }

  private Answer byParts(Rewrite rewrite) {
    Answer answer = parts.find(rewrite.name(), rewrite.owner());
    return answer.via() == Via.POLICY && rewrite.saysVersion()
        ? Answer.NONE
        : answer.after(rewrite.changed());
  }

  private Answer corrected(Rewrite rewrite) {
    return spelling
        .correct(
            rewrite.name(),
            name -> {
              Answer answer = spelled.find(name, rewrite.owner());
              return answer.isNone() ? parts.find(name, rewrite.owner()) : answer;
            })
        .after(rewrite.changed());
  }

  private Resolution resolution(String query, ParsedName name, ParsedName left, Answer answer) {
    Entry entry = answer.entry();
    if (entry == null) {
      return answer.isNone()
          ? refusal.noMatch(query, left)
          : refusal.ambiguous(query, name, answer.choices());
    }
    return Resolution.found(
        query,
        entry.model().id(),
        answer.via(),
        answer.confidence(),
        answer.changed(),
        answer.filled(),
        List.of());
  }
}
