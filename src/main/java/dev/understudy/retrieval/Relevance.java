package dev.understudy.retrieval;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How relevant documents are to a query, 0 to 1: by how much of the query's words a document has,
 * rare ones counting for more [1], and by the cosine of their {@link Embedder embeddings}, which
 * forgives slips of the finger. The logistic function at the end keeps the order and drives scores
 * to the ends, where those of cross-encoders lie. Confined to one thread.
 *
 * <ol>
 *   <li>Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009, for the
 *       inverse document frequency, here over the documents of the request
 * </ol>
 */
final class Relevance {

  private static final int DIMENSIONS = 1024;
  private static final double WORDS_SHARE = 0.6;
  private static final double MIDDLE = 0.4;
  private static final double STEEPNESS = 9;

  private final Words words = new Words();
  private final Embedder embedder;

  /** Relevance as that model sees it. */
  Relevance(String model) {
    embedder = new Embedder(model, DIMENSIONS);
  }

  /** The relevance of each document. */
  double[] of(String query, List<String> documents) {
    Map<Long, Double> asked = stems(query);
    List<Set<Long>> had =
        documents.stream().map(document -> common(asked.keySet(), document)).toList();
    Map<Long, Double> worth = new HashMap<>();
    asked.forEach((stem, weight) -> worth.put(stem, weight * rarity(stem, had)));
    double all = worth.values().stream().mapToDouble(value -> value).sum();
    float[] direction = embedder.embed(query);
    double[] relevance = new double[documents.size()];
    for (int i = 0; i < relevance.length; i++) {
      double shared = had.get(i).stream().sorted().mapToDouble(worth::get).sum();
      double cosine = Embedder.cosine(direction, embedder.embed(documents.get(i)));
      double words = all == 0 ? 0 : shared / all;
      relevance[i] = logistic(WORDS_SHARE * words + (1 - WORDS_SHARE) * Math.max(0, cosine));
    }
    return relevance;
  }

  private static double logistic(double likeness) {
    return 1 / (1 + StrictMath.exp(-STEEPNESS * (likeness - MIDDLE)));
  }

  private static double rarity(long stem, List<Set<Long>> documents) {
    long with = documents.stream().filter(document -> document.contains(stem)).count();
    return StrictMath.log(1 + (documents.size() - with + 0.5) / (with + 0.5));
  }

  private Set<Long> common(Set<Long> asked, String document) {
    Set<Long> common = new HashSet<>(stems(document).keySet());
    common.retainAll(asked);
    return common;
  }

  /** Each stem of a text, and how much it says. */
  private Map<Long, Double> stems(String text) {
    Map<Long, Double> stems = new HashMap<>();
    words.read(
        text,
        new Words.Reader() {
          @Override
          public void word(int[] codePoints, int length, int stem, double weight) {
            stems.put(Hash.of(Words.WORD, codePoints, 0, stem), weight);
          }

          @Override
          public void sign(int codePoint) {} // says nothing here
        });
    return stems;
  }
}
