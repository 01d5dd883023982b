package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SearchWordsTest {

  /** Of three letters, so that some beginnings have more words than are read one by one. */
  @Property(tries = 10)
  void begun_fewWordsAndMany_areAsByScan(@ForAll long seed) {
    Random random = new Random(seed);
    WordIndex.Builder builder = new WordIndex.Builder();
    TreeMap<String, TreeSet<Integer>> expected = new TreeMap<>();
    for (int number = 0; number < 6_000; number++) {
      String word = word(random);
      builder.add(word, number);
      expected.computeIfAbsent(word, w -> new TreeSet<>()).add(number);
    }
    SearchWords words = new SearchWords(builder.build());
    String longest = "a".repeat(40);
    for (String text : List.of("", "a", "b", "ab", "cab", "abca", "abcabc", "d", longest)) {
      TreeSet<Integer> begun = new TreeSet<>();
      expected.forEach(
          (word, numbers) -> begun.addAll(word.startsWith(text) ? numbers : List.of()));
      assertThat(words.begun(text)).as(text).containsExactlyElementsOf(begun);
    }
  }

  /** Many are longer than the beginnings that are worked out. */
  private static String word(Random random) {
    StringBuilder word = new StringBuilder(random.nextInt(4) == 0 ? "a".repeat(38) : "");
    for (int i = 1 + random.nextInt(9); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }
}
