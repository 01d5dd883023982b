package dev.understudy.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelevanceTest {

  private static final List<String> CAPITALS =
      List.of(
          "Carson City is the capital city of the American state of Nevada.",
          "The Commonwealth of the Northern Mariana Islands is a group of islands in the Pacific.",
          "Washington, D.C. is the capital of the United States. It is a federal district.",
          "Capital punishment has existed in the United States since before it was a country.",
          "Bread is baked from flour, water, salt and yeast.");

  private final Relevance relevance = new Relevance("rerank-v3.5");

  private int best(String query, List<String> documents) {
    double[] scores = relevance.of(query, documents);
    return IntStream.range(0, scores.length)
        .boxed()
        .max((left, right) -> Double.compare(scores[left], scores[right]))
        .orElseThrow();
  }

  @Test
  void theDocumentThatAnswersIsFirst() {
    assertThat(best("What is the capital of Nevada?", CAPITALS)).isZero();
    assertThat(best("capital of the United States", CAPITALS)).isEqualTo(2);
    assertThat(best("islands in the Pacific", CAPITALS)).isEqualTo(1);
    assertThat(best("how to bake a bread", CAPITALS)).isEqualTo(4);
    assertThat(best("punishments in the states", CAPITALS)).isEqualTo(3);
  }

  @Test
  void aSlipOfTheFingerIsForgiven() {
    assertThat(best("capitol of nevadda", CAPITALS)).isZero();
  }

  @Test
  void scoresLieApart() {
    double[] scores = relevance.of("What is the capital of Nevada?", CAPITALS);

    assertThat(scores).doesNotHaveDuplicates();
    assertThat(DoubleStream.of(scores)).allMatch(score -> score > 0 && score < 1);
    assertThat(scores[0]).isGreaterThan(0.6);
    assertThat(scores[4]).isLessThan(0.1);
  }

  @Test
  void theSameAsTheQueryIsNearlyOne_andNothingInCommonNearlyZero() {
    double[] scores = relevance.of("green tea", List.of("green tea", "a red car", "", "!!"));

    assertThat(scores[0]).isGreaterThan(0.98);
    assertThat(scores[1]).isLessThan(0.05);
    assertThat(scores[2]).isLessThan(0.05);
    assertThat(scores[3]).isLessThan(0.05);
  }

  @Test
  void aQueryWithoutWordsHasAnswersToo() {
    double[] scores = relevance.of("???", List.of("a", "???"));
    assertThat(DoubleStream.of(scores)).allMatch(score -> score > 0 && score < 1);
  }

  @Test
  void scoresDependOnNothingElse() {
    double[] first = new Relevance("rerank-v3.5").of("capital", CAPITALS);
    relevance.of("something else", List.of("x".repeat(10_000)));

    assertThat(relevance.of("capital", CAPITALS)).containsExactly(first);
  }
}
