package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.List;

/**
 * How like names are to one name, 0 to 1: the mean of the likeness of their letters, with or
 * without their owners, whichever is greater, and of the share of parts that both have. It ranks
 * what is offered to people; nothing is accepted by it. Immutable; any thread.
 */
final class Likeness {

  private final ParsedName query;
  private final EditDistances whole;
  private final EditDistances bare;

  Likeness(ParsedName query) {
    this.query = query;
    this.whole = new EditDistances(query.key());
    this.bare = new EditDistances(query.bareKey());
  }

  double of(ParsedName name) {
    double letters = bare.similarity(name.bareKey());
    if (query.owner() != null || name.owner() != null) {
      letters = Math.max(letters, whole.similarity(name.key()));
    }
    return (letters + sharedParts(query.tokens(), name.tokens())) / 2;
  }

  private static double sharedParts(List<Token> query, List<Token> name) {
    List<Token> others = new ArrayList<>(name);
    int shared = 0;
    for (Token token : query) {
      shared += others.remove(token) ? 1 : 0;
    }
    int all = query.size() + name.size();
    return all == 0 ? 1 : 2.0 * shared / all;
  }
}
