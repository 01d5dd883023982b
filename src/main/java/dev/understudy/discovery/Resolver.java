package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which model a name means: the one that was meant, or a refusal that says what is near. Immutable;
 * any thread. The answer depends on the set of models and the query only.
 *
 * <p>The steps, in order: exact id; alias; case and separators; without the owner; by parts, where
 * numbers, sizes, dates and tier words of the query are never changed and no tier word is added; a
 * family and a size without a version mean the newest active model that converses. Each step
 * answers only when one model is left; several are refused with the choices. No likeness of names
 * is ever enough: similarity ranks suggestions, nothing else.
 */
public final class Resolver implements Segmented<Resolver> {

  /** The most alternatives that an answer lists. */
  public static final int MAX_ALTERNATIVES = 10;

  /** Longer names mean no model: ids have at most 200 characters, so this leaves room for hosts. */
  static final int MAX_QUERY_LENGTH = 400;

  static final int MAX_QUERY_TOKENS = 48;

  private final NameIndex index;
  private final PartResolver parts;
  private final Refusal refusal;
  private final Competitors competitors;

  private Resolver(NameIndex index) {
    this.index = index;
    this.parts = new PartResolver(index);
    this.refusal = new Refusal(index);
    this.competitors = new Competitors(index);
  }

  /** A resolver over those models; their order does not matter. */
  public static Resolver of(Collection<ModelDefinition> models) {
    return new Resolver(NameIndex.of(models));
  }

  @Override
  public Resolver updated(Collection<ModelDefinition> gone, Collection<ModelDefinition> come) {
    return new Resolver(index.updated(gone, come));
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
    List<Change> filled = new ArrayList<>(ownerFilled(name, match.entry()));
    filled.addAll(Differences.filled(match));
    return tie.learned(id, Differences.changed(name, match), filled);
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
    Resolution spelled = spelled(query, name);
    if (spelled != null) {
      return spelled;
    }
    PartResolver.Outcome outcome = parts.resolve(name);
    TokenMatch match = outcome.match();
    if (match == null) {
      return outcome.choices().isEmpty()
          ? refusal.noMatch(query, name)
          : refusal.ambiguous(query, name, entries(outcome.choices()));
    }
    List<Change> filled = Differences.filled(match);
    double confidence =
        outcome.via() == Via.POLICY ? 0.7 : Math.max(0.7, 0.9 - 0.05 * filled.size());
    return Resolution.found(
        query,
        match.entry().model().id(),
        outcome.via(),
        confidence,
        Differences.changed(name, match),
        filled,
        List.of());
  }

  private static List<Entry> entries(List<TokenMatch> matches) {
    return matches.stream().map(TokenMatch::entry).toList();
  }

  /** Names that are the query but for case, separators and owner, the nearest spelling first. */
  private @Nullable Resolution spelled(String query, ParsedName name) {
    List<Entry> same =
        index.spelledLike(name).stream()
            .filter(e -> !Differences.splitsSize(name, e.name()))
            .toList();
    Predicate<Entry> sameOwner = e -> Objects.equals(ownerKey(name), ownerKey(e.name()));
    Predicate<Entry> sameKey = e -> e.name().bareKey().equals(name.bareKey());
    Predicate<Entry> itsOwner = e -> isOwner(name, e);
    for (Predicate<Entry> closeness :
        List.of(
            sameOwner.and(sameKey),
            itsOwner.and(sameKey),
            sameKey,
            sameOwner,
            itsOwner,
            (Entry e) -> true)) {
      List<Entry> found = same.stream().filter(closeness).toList();
      if (!found.isEmpty()) {
        return only(query, name, found);
      }
    }
    return null;
  }

  private Resolution only(String query, ParsedName name, List<Entry> found) {
    Set<String> ids = new LinkedHashSet<>();
    found.forEach(entry -> ids.add(entry.model().id()));
    if (ids.size() > 1) {
      return refusal.ambiguous(query, name, found);
    }
    Entry entry = found.get(0);
    boolean ownerKept = Objects.equals(ownerKey(name), ownerKey(entry.name()));
    List<Change> changed = new ArrayList<>();
    Differences.owner(name, entry).ifPresent(changed::add);
    Differences.spelling(name, entry).ifPresent(changed::add);
    return Resolution.found(
        query,
        entry.model().id(),
        ownerKept ? Via.NORMALIZED : Via.OWNER_DROPPED,
        ownerKept ? 0.99 : 0.95,
        changed,
        ownerFilled(name, entry),
        List.of());
  }

  private static List<Change> ownerFilled(ParsedName name, Entry entry) {
    String owner = entry.name().owner();
    return name.owner() == null && owner != null
        ? List.of(new Change("owner", null, owner))
        : List.of();
  }

  private static @Nullable String ownerKey(ParsedName name) {
    return name.owner() == null ? null : NameParser.normalize(name.owner());
  }

  /** True when the query's owner is known as one of the model's. */
  private static boolean isOwner(ParsedName name, Entry entry) {
    String owner = ownerKey(name);
    ModelDefinition model = entry.model();
    return owner != null && (isSame(owner, model.ownedBy()) || isSame(owner, model.provider()));
  }

  private static boolean isSame(String ownerKey, @Nullable String owner) {
    return owner != null && NameParser.normalize(owner).equals(ownerKey);
  }
}
