package dev.understudy.discovery;

import dev.understudy.discovery.NameRule.Anchor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * How other hosts write the names of models: the rules of {@code conf/name-rules.yaml}. Immutable;
 * any thread. The work for one name is bounded: at most {@value #MAX_APPLIED} rules are applied
 * from each side.
 */
public final class NameRules {

  static final int MAX_APPLIED = 4;

  private static final NameRules STANDARD = NameRulesFile.standard();

  private final Owners owners;
  private final List<NameRule> prefixes;
  private final List<NameRule> others;

  NameRules(Owners owners, List<NameRule> rules) {
    this.owners = owners;
    List<NameRule> sorted = new ArrayList<>(rules);
    sorted.sort(
        Comparator.comparingInt((NameRule rule) -> rule.pattern().specificity()).reversed());
    this.prefixes = sorted.stream().filter(rule -> rule.anchor() == Anchor.PREFIX).toList();
    this.others = sorted.stream().filter(rule -> rule.anchor() != Anchor.PREFIX).toList();
  }

  /** The rules that the server comes with. */
  public static NameRules standard() {
    return STANDARD;
  }

  /**
   * The rules of a file. Blocking.
   *
   * @throws dev.understudy.model.UnderstudyException naming the file and every rule and field at
   *     fault
   */
  public static NameRules load(Path file) {
    return NameRulesFile.load(file);
  }

  Owners owners() {
    return owners;
  }

  /**
   * What the rules make of a name, that with the fewest rules first, those at the start before
   * those at the end; of several that leave the same the first. None leaves what the name itself
   * is.
   */
  List<Rewrite> rewrites(ParsedName name) {
    List<Rewrite> starts = chain(Rewrite.of(name), prefixes);
    List<List<Rewrite>> chains = starts.stream().map(start -> chain(start, others)).toList();
    List<Rewrite> rewrites = new ArrayList<>(starts.subList(1, starts.size()));
    for (int taken = 1; taken <= MAX_APPLIED; taken++) {
      for (List<Rewrite> chain : chains) {
        if (taken < chain.size()) {
          rewrites.add(chain.get(taken));
        }
      }
    }
    Set<Object> seen = new HashSet<>(Set.of(left(starts.get(0))));
    rewrites.removeIf(rewrite -> !seen.add(left(rewrite)));
    return rewrites;
  }

  /** What is left of a name for the steps to come: the path of an unknown owner says nothing. */
  private List<Object> left(Rewrite rewrite) {
    String path = rewrite.name().owner();
    String last = path == null ? "" : Owners.last(path);
    return List.of(
        rewrite.name().bare(),
        owners.knows(last) ? owners.canonical(last) : "",
        rewrite.owner() != null,
        rewrite.saysVersion());
  }

  /** The name and what is left of it after each rule that fits, the most specific first. */
  private List<Rewrite> chain(Rewrite start, List<NameRule> rules) {
    List<Rewrite> chain = new ArrayList<>();
    Rewrite last = start;
    while (last != null && chain.size() <= MAX_APPLIED) {
      chain.add(last);
      last = next(last, rules);
    }
    return chain;
  }

  private @Nullable Rewrite next(Rewrite from, List<NameRule> rules) {
    String text = from.name().text();
    String lower = text.toLowerCase(Locale.ROOT);
    for (NameRule rule : rules) {
      Matcher found = rule.find(lower);
      if (found != null && holds(rule.scope(), from)) {
        Rewrite rewrite = apply(rule, found, from);
        if (!rewrite.name().tokens().isEmpty() && !rewrite.name().text().equals(text)) {
          return rewrite;
        }
      }
    }
    return null;
  }

  private boolean holds(NameRule.Scope scope, Rewrite from) {
    ParsedName name = from.name();
    String owner = name.owner();
    return (scope.after().isEmpty() || from.rules().stream().anyMatch(scope.after()::contains))
        && (scope.families().isEmpty()
            || scope.families().stream().anyMatch(name.bareKey()::startsWith))
        && (scope.owners().isEmpty()
            || (owner != null && scope.owners().contains(owners.canonical(Owners.last(owner)))));
  }

  private Rewrite apply(NameRule rule, Matcher found, Rewrite from) {
    String text = from.name().text();
    String owner = rule.pattern().text().contains(NamePattern.OWNER) ? found.group(1) : null;
    String to = rule.to();
    if (owner != null) {
      to = to.replace(NamePattern.OWNER, owner);
    } else if (found.groupCount() > 0) {
      to = to.replace("#", found.group(1));
    }
    String taken = text.substring(found.start(), found.end());
    int end = rule.anchor() == Anchor.PART && to.isEmpty() ? found.start() - 1 : found.start();
    String left = text.substring(0, end) + to + text.substring(found.end());
    Change change = new Change(rule.kind().jsonName(), taken, to.isEmpty() ? null : to);
    return from.by(rule, left, change, owner);
  }
}
