package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules made of a name.
 *
 * @param name what is left
 * @param rules names of the rules that were applied, in order
 * @param changed what they took off
 * @param owner the owner whom the model must have; null for any
 * @param saysVersion true when a host's version was taken off, so that no version may be filled in
 */
record Rewrite(
    ParsedName name,
    List<String> rules,
    List<Change> changed,
    @Nullable String owner,
    boolean saysVersion) {

  static Rewrite of(ParsedName name) {
    return new Rewrite(name, List.of(), List.of(), null, false);
  }

  /** With one rule more. */
  Rewrite by(NameRule rule, String text, Change change, @Nullable String itsOwner) {
    return new Rewrite(
        NameParser.parse(text),
        with(rules, rule.name()),
        with(changed, change),
        itsOwner == null ? owner : itsOwner,
        saysVersion || rule.saysVersion());
  }

  private static <T> List<T> with(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return List.copyOf(longer);
  }
}
