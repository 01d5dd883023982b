package dev.understudy.discovery;

import dev.understudy.model.Named;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the file of name rules, which tells how they are used. Immutable.
 *
 * @param name told in faults, and named by other rules in {@code after}
 * @param kind what the rule takes off
 * @param anchor where it looks
 * @param pattern what it looks for
 * @param to what it puts there
 * @param scope where it holds
 * @param expression the pattern, anchored
 * @param head what stands before its first wildcard
 * @param tail what stands after its last wildcard
 */
record NameRule(
    String name,
    Kind kind,
    Anchor anchor,
    NamePattern pattern,
    String to,
    Scope scope,
    Pattern expression,
    String head,
    String tail) {

  /**
   * Where a rule holds; empty means everywhere.
   *
   * @param after names of rules of which one must have been applied
   * @param families starts of the name without its owner, folded
   * @param owners names of owners of which one must be that of the name
   */
  record Scope(Set<String> after, List<String> families, Set<String> owners) {

    /** False when no name is in both. */
    boolean overlaps(Scope other) {
      return meet(after, other.after) && meet(owners, other.owners) && familiesMeet(other);
    }

    private boolean familiesMeet(Scope other) {
      return families.isEmpty()
          || other.families.isEmpty()
          || families.stream()
              .anyMatch(
                  one ->
                      other.families.stream()
                          .anyMatch(two -> one.startsWith(two) || two.startsWith(one)));
    }

    private static boolean meet(Set<String> one, Set<String> other) {
      return one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains);
    }
  }

  /** A rule; the expression is made of the pattern. */
  static NameRule of(
      String name,
      Kind kind,
      Anchor anchor,
      NamePattern pattern,
      String to,
      Scope scope,
      String owners) {
    return new NameRule(
        name,
        kind,
        anchor,
        pattern,
        to,
        scope,
        Pattern.compile(anchor.before + pattern.regex(owners) + anchor.after),
        pattern.head(),
        pattern.tail());
  }

  /** Where it fits the text in lower case, or null. */
  @Nullable Matcher find(String lower) {
    if (!anchor.mayHold(lower, head, tail)) {
      return null;
    }
    Matcher matcher = expression.matcher(lower);
    return matcher.find() ? matcher : null;
  }

  /** True when it is bound to a version, so that no other version may be filled in for it. */
  boolean saysVersion() {
    return kind == Kind.VERSION;
  }

  /** What a rule takes off. */
  enum Kind implements Named {
    /** What names a host or its way to serve the same weights. */
    HOST,
    /** How a gateway routes. */
    TAG,
    /** A host's own revision number. */
    VERSION,
    /** The context window that a host gives. */
    CONTEXT,
    /** How the weights are stored. */
    QUANTISATION,
    /** Another name of the same thing. */
    NAME;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }

  /** Where a rule looks. */
  enum Anchor implements Named {
    PREFIX("^", "(?=.)"),
    SUFFIX("(?<=.)", "$"),
    PART("(?<=[-_.:/ ])", "(?=$|[-_.:@ ])");

    private final String before;
    private final String after;
    private final String jsonName = name().toLowerCase(Locale.ROOT);

    Anchor(String before, String after) {
      this.before = before;
      this.after = after;
    }

    /** A cheap look before the expression is tried, as most rules fit few names. */
    boolean mayHold(String lower, String head, String tail) {
      return switch (this) {
        case PREFIX -> lower.startsWith(head);
        case SUFFIX -> lower.endsWith(tail) && lower.contains(head);
        case PART -> lower.contains(head);
      };
    }

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
