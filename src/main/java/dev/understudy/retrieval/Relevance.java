package dev.understudy.retrieval;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How relevant documents are to a query, 0 to 1: by how much of the query's {@link TextFeatures
 * features} a document has, rare ones counting for more [1], so that words count most and parts of
 * them forgive slips of the finger; and by the cosine of their {@link Embedder embeddings}, which
 * prefers documents that are about nothing else. The logistic function at the end keeps the order
 * and drives scores to the ends, where those of cross-encoders lie. Confined to one thread.
 *
 * <ol>
 *   <li>Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009, for the
 *       inverse document frequency, here over the documents of the request
 * </ol>
 */
final class Relevance {

  private static final int DIMENSIONS = 1024;
  private static final double FEATURES_SHARE = 0.7;
  private static final double MIDDLE = 0.4;
  private static final double STEEPNESS = 9;

  private final TextFeatures features = new TextFeatures();
  private final Embedder embedder;

  /** Relevance as that model sees it. */
  Relevance(String model) {
    embedder = new Embedder(model, DIMENSIONS);
  }

  /** The relevance of each document. */
  double[] of(String query, List<String> documents) {
    Map<Long, Double> asked = new LinkedHashMap<>(); // ordered, so that sums come out the same
    features.read(query, asked::put);
    List<Set<Long>> had = documents.stream().map(text -> had(asked.keySet(), text)).toList();
    Map<Long, Integer> documentsWith = new HashMap<>();
    had.forEach(some -> some.forEach(feature -> documentsWith.merge(feature, 1, Integer::sum)));
    asked.replaceAll(
        (feature, amount) ->
            amount * rarity(documentsWith.getOrDefault(feature, 0), documents.size()));
    double all = sum(asked, asked.keySet());
    float[] direction = embedder.embed(query);
    double[] relevance = new double[documents.size()];
    for (int i = 0; i < relevance.length; i++) {
      double share = sum(asked, had.get(i)) / all;
      double cosine = Math.max(0, Embedder.cosine(direction, embedder.embed(documents.get(i))));
      relevance[i] = logistic(FEATURES_SHARE * share + (1 - FEATURES_SHARE) * cosine);
    }
    return relevance;
  }

  private static double logistic(double likeness) {
    return 1 / (1 + StrictMath.exp(-STEEPNESS * (likeness - MIDDLE)));
  }

  private static double rarity(int with, int documents) {
    return StrictMath.log(1 + (documents - with + 0.5) / (with + 0.5));
  }

  /** Which features of the query a document has, in the document's order. */
  private Set<Long> had(Set<Long> asked, String document) {
    Set<Long> had = new LinkedHashSet<>();
    features.read(
        document,
        (feature, amount) -> {
          if (asked.contains(feature)) {
            had.add(feature);
          }
        });
    return had;
  }

  private static double sum(Map<Long, Double> worth, Set<Long> features) {
    return features.stream().mapToDouble(feature -> worth.getOrDefault(feature, 0.0)).sum();
  }
}
