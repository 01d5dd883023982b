package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The models that a name nearly meant: their names have every part by which the right one was
 * found. Explains an answer, never changes it. Immutable; any thread. The work for one query is
 * bounded.
 */
final class Competitors {

  /** Names with the fewest parts come first, and likeness is dear: more are not compared. */
  private static final int MAX_COMPARED = 32;

  /** Longer names are of other models. */
  private static final int MOST_MORE_PARTS = 4;

  private final NameIndex index;

  Competitors(NameIndex index) {
    this.index = index;
  }

  /** Those of a query that means {@code winner}, nearest first, with the reason why each lost. */
  List<Alternative> of(ParsedName query, ModelDefinition winner) {
    TokenMatch won = nearestName(query, winner);
    List<String> shared =
        query.tokens().stream()
            .filter(token -> won.entry().name().tokens().contains(token))
            .map(Token::text)
            .distinct()
            .toList();
    if (shared.isEmpty()) {
      return List.of();
    }
    Likeness likeness = new Likeness(query);
    Map<String, Alternative> byId = new HashMap<>();
    int most = won.entry().name().tokens().size() + MOST_MORE_PARTS;
    index.having(shared, most, MAX_COMPARED).stream()
        .filter(entry -> !entry.model().id().equals(winner.id()))
        .map(entry -> lost(likeness, TokenMatch.of(query.tokens(), entry), won))
        .forEach(alternative -> byId.merge(alternative.id(), alternative, Competitors::nearer));
    return byId.values().stream()
        .sorted(Suggestions.NEAREST)
        .limit(Resolver.MAX_ALTERNATIVES)
        .toList();
  }

  private static Alternative nearer(Alternative one, Alternative other) {
    return Suggestions.NEAREST.compare(one, other) <= 0 ? one : other;
  }

  /** The query held against that name of a model which shares most with it and has least beyond. */
  static TokenMatch nearestName(ParsedName query, ModelDefinition model) {
    return model.names().stream()
        .map(name -> new Entry(model, NameParser.parse(name), Set.of()))
        .map(entry -> TokenMatch.of(query.tokens(), entry))
        .min(Comparator.comparingInt(match -> match.missing().size() + match.extra().size()))
        .orElseThrow();
  }

  private static Alternative lost(Likeness likeness, TokenMatch match, TokenMatch won) {
    double score = likeness.of(match.entry().name());
    return new Alternative(match.entry().model().id(), whyLost(match, won), score);
  }

  /** What told it from the one that was meant, the hardest first. */
  private static String whyLost(TokenMatch match, TokenMatch won) {
    List<Token> more = new ArrayList<>(match.extra());
    won.extra().forEach(more::remove);
    if (!match.missing().isEmpty() || match.hasExtra(TokenKind.TIER)) {
      return Suggestions.whyNot(match);
    }
    return Stream.of(
            whyByStatus(match.entry().model(), won.entry().model()),
            whyByDay(match, won),
            more.isEmpty() ? "" : "the query does not say " + Refusal.list(more),
            whyByOwner(match.entry().model(), won.entry().model()))
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("the query is nearer to " + won.entry().name().text());
  }

  private static String whyByStatus(ModelDefinition model, ModelDefinition winner) {
    if (isActive(winner) && !isActive(model)) {
      return "it is " + Objects.requireNonNull(model.status()).jsonName();
    }
    return winner.capabilities().can(Capability.CHAT) && !model.capabilities().can(Capability.CHAT)
        ? "it is not known to converse"
        : "";
  }

  private static boolean isActive(ModelDefinition model) {
    return model.status() == null || model.status() == ModelStatus.ACTIVE;
  }

  /** Of models that leave out as much, the newest is meant. */
  private static String whyByDay(TokenMatch match, TokenMatch won) {
    LocalDate day = match.entry().model().releaseDate();
    LocalDate wonDay = won.entry().model().releaseDate();
    boolean older = day != null && wonDay != null && day.isBefore(wonDay);
    boolean asNear = match.extra().size() == won.extra().size();
    return older && asNear ? "it came out earlier, on " + day : "";
  }

  private static String whyByOwner(ModelDefinition model, ModelDefinition winner) {
    String owner = model.ownedBy();
    return owner == null || owner.equals(winner.ownedBy()) ? "" : "its owner is " + owner;
  }
}
