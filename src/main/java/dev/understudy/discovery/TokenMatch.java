package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelDefinition;
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
 * @param dropped parts of the query that the name does not have, but that say how the weights are
 *     stored or are known facts of the model
 * @param extra parts of the name that the query does not have; words of the owner are not among
 *     them
 * @param familyMissing true when the query leaves out a word of the family
 */
record TokenMatch(
    Entry entry,
    List<Token> missing,
    List<Token> dropped,
    List<Token> extra,
    boolean familyMissing) {

  /** Holds the query's parts against a name; the query's owner is not known as the model's. */
  static TokenMatch of(List<Token> query, Entry entry) {
    return of(query, false, entry);
  }

  /**
   * Holds the query's parts against a name.
   *
   * @param ownerSaid whether the query names the model's owner beside its parts
   */
  static TokenMatch of(List<Token> query, boolean ownerSaid, Entry entry) {
    List<Token> extra = new ArrayList<>(entry.name().tokens());
    List<Token> missing = new ArrayList<>();
    List<Token> dropped = new ArrayList<>();
    for (Token token : query) {
      if (remove(extra, token) || isOwner(token, entry)) {
        continue;
      }
      boolean free = token.kind() == TokenKind.FORMAT || Facts.confirm(token, entry);
      (free ? dropped : missing).add(token);
    }
    boolean familyMissing = isFamilyMissing(query, ownerSaid, entry);
    extra.removeIf(
        token -> token.kind() == TokenKind.WORD && entry.ownerWords().contains(token.text()));
    if (dropped.stream().anyMatch(token -> token.kind() == TokenKind.DATE)) {
      extra.removeIf(token -> token.kind() == TokenKind.DATE && Facts.confirm(token, entry));
    }
    return new TokenMatch(entry, missing, dropped, extra, familyMissing);
  }

  /** A word may be of another kind where it stands, so the text alone counts. */
  private static boolean remove(List<Token> tokens, Token wanted) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).text().equals(wanted.text())) {
        tokens.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean isOwner(Token token, Entry entry) {
    return token.kind() != TokenKind.DATE && entry.ownerWords().contains(token.text());
  }

  /**
   * A name is told by its family, so that may not be filled in; but words that are the owner's too
   * ({@code meta} of {@code Meta-Llama-3}) may be left out as the owner may, save the last, unless
   * the owner is said.
   */
  private static boolean isFamilyMissing(List<Token> query, boolean ownerSaid, Entry entry) {
    List<Token> family = entry.name().familyWords();
    if (family.isEmpty()) {
      return false;
    }
    Set<Token> needed = new HashSet<>(family);
    needed.removeIf(word -> entry.ownerWords().contains(word.text()));
    if (needed.isEmpty() && !ownerSaid) {
      needed.add(family.get(family.size() - 1));
    }
    return !query.containsAll(needed);
  }

  /** True when the query says nothing that the name does not, and the name no other tier. */
  boolean fits() {
    return missing.isEmpty()
        && !familyMissing
        && (!hasExtra(TokenKind.TIER) || isLatest())
        && dropped.stream().allMatch(this::mayDrop);
  }

  /**
   * A date may be dropped only when no more than the finish has to be filled in; a size or a
   * version also when a date has.
   */
  private boolean mayDrop(Token token) {
    return switch (token.kind()) {
      case FORMAT -> true;
      case DATE -> isFinish() && !isPreview();
      default -> isWithout(TokenKind.NUMBER, TokenKind.SIZE, TokenKind.WORD) && !isPreview();
    };
  }

  /** True when the name says only that it is the newest of the query's. */
  boolean isLatest() {
    return extra.size() == 1 && dropped.isEmpty() && extra.get(0).text().equals(NameWords.LATEST);
  }

  /** True when no more than the finish and how the weights are stored has to be filled in. */
  boolean isFinish() {
    return extra.stream()
        .allMatch(t -> t.kind() == TokenKind.FILLER || t.kind() == TokenKind.FORMAT);
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
    return hasExtra(NameWords.PREVIEW);
  }

  boolean hasExtra(String word) {
    return extra.stream().anyMatch(token -> token.text().equals(word));
  }

  /** The name without date, finish and format: two names of one skeleton are of one line. */
  Set<Token> skeleton() {
    Set<Token> skeleton = new HashSet<>(entry.name().tokens());
    skeleton.removeIf(
        t ->
            t.kind() == TokenKind.DATE
                || t.kind() == TokenKind.FILLER
                || t.kind() == TokenKind.FORMAT);
    return skeleton;
  }

  /**
   * When the model came out, as a number that grows with time: its release date, else a date in its
   * name that says the year; null when neither is there.
   */
  @Nullable Integer day() {
    ModelDefinition model = entry.model();
    LocalDate released = model.releaseDate();
    if (released != null) {
      return Integer.valueOf(DateTimeFormatter.BASIC_ISO_DATE.format(released));
    }
    return entry.name().tokens(TokenKind.DATE).stream()
        .map(date -> day(date.text()))
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  /** Of {@code yyyyMMdd}, {@code yyyyMM}, {@code yyMMdd} or {@code yyMM}; null of {@code MMdd}. */
  private static @Nullable Integer day(String date) {
    int digits = Integer.parseInt(date);
    return switch (date.length()) {
      case 8 -> digits;
      case 6 -> date.startsWith("20") ? digits * 100 : 20_000_000 + digits;
      default -> digits > 2200 ? (200_000 + digits) * 100 : null;
    };
  }
}
