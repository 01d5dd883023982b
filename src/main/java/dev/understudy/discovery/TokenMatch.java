package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query held against one name of a model, part by part.
 *
 * @param entry the name
 * @param missing parts of the query that the name does not have
 * @param dropped dates of the query that the name does not have, but that are its release date
 * @param owners words of the query that are the owner's
 * @param extra parts of the name that the query does not have; words of the owner are not among
 *     them
 * @param familyMissing true when the query leaves out a word of the family
 */
record TokenMatch(
    Entry entry,
    List<Token> missing,
    List<Token> dropped,
    List<Token> owners,
    List<Token> extra,
    boolean familyMissing) {

  static TokenMatch of(List<Token> query, Entry entry) {
    List<Token> extra = new ArrayList<>(entry.name().tokens());
    List<Token> missing = new ArrayList<>();
    List<Token> dropped = new ArrayList<>();
    List<Token> owners = new ArrayList<>();
    for (Token token : query) {
      if (extra.remove(token)) {
        continue;
      }
      if (entry.ownerWords().contains(token.text()) && token.kind() != TokenKind.DATE) {
        owners.add(token);
      } else if (isReleaseDate(token, entry)) {
        dropped.add(token);
      } else {
        missing.add(token);
      }
    }
    boolean familyMissing = isFamilyMissing(query, entry);
    extra.removeIf(
        token -> token.kind() == TokenKind.WORD && entry.ownerWords().contains(token.text()));
    return new TokenMatch(entry, missing, dropped, owners, extra, familyMissing);
  }

  private static boolean isReleaseDate(Token token, Entry entry) {
    LocalDate released = entry.model().releaseDate();
    return token.kind() == TokenKind.DATE
        && released != null
        && !entry.name().has(TokenKind.DATE)
        && token.text().equals(DateTimeFormatter.BASIC_ISO_DATE.format(released));
  }

  /**
   * A name is told by its family, so that may not be filled in; but words that are the owner's too
   * ({@code meta} of {@code Meta-Llama-3}) may be left out as the owner may, save the last.
   */
  private static boolean isFamilyMissing(List<Token> query, Entry entry) {
    List<Token> family = entry.name().familyWords();
    if (family.isEmpty()) {
      return false;
    }
    Set<Token> needed = new HashSet<>(family);
    needed.removeIf(word -> entry.ownerWords().contains(word.text()));
    if (needed.isEmpty()) {
      needed.add(family.get(family.size() - 1));
    }
    return !query.containsAll(needed);
  }

  /**
   * True when the query says nothing that the name does not, and the name no other tier. A date may
   * be dropped only when nothing else has to be filled in.
   */
  boolean fits() {
    return missing.isEmpty()
        && !familyMissing
        && !hasExtra(TokenKind.TIER)
        && (dropped.isEmpty() || extra.isEmpty());
  }

  boolean isWithout(TokenKind... kinds) {
    return Stream.of(kinds).noneMatch(this::hasExtra);
  }

  boolean hasExtra(TokenKind kind) {
    return extra.stream().anyMatch(token -> token.kind() == kind);
  }

  List<Token> extra(TokenKind kind) {
    return extra.stream().filter(token -> token.kind() == kind).toList();
  }

  boolean isPreview() {
    return extra.stream().anyMatch(token -> token.text().equals(NameWords.PREVIEW));
  }

  /** The name without date and finish: two names of one skeleton are of one line of models. */
  Set<Token> skeleton() {
    Set<Token> skeleton = new HashSet<>(entry.name().tokens());
    skeleton.removeIf(t -> t.kind() == TokenKind.DATE || t.kind() == TokenKind.FILLER);
    return skeleton;
  }

  /**
   * When the model came out, as a number that grows with time: its release date, else a date in its
   * name that says the year; null when neither is there.
   */
  @Nullable Integer day() {
    LocalDate released = entry.model().releaseDate();
    if (released != null) {
      return Integer.valueOf(DateTimeFormatter.BASIC_ISO_DATE.format(released));
    }
    for (Token date : entry.name().tokens(TokenKind.DATE)) {
      int digits = Integer.parseInt(date.text());
      if (date.text().length() == 8) {
        return digits;
      }
      if (date.text().length() == 6) {
        return digits * 100;
      }
      if (digits > 2200) {
        return (200_000 + digits) * 100;
      }
    }
    return null;
  }
}
