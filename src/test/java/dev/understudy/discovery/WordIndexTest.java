package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WordIndexTest {

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings().withChars("ab0.\u00e9\u4e2d").ofMaxLength(3).list();
  }

  /** Numbers of one, two and three bytes apart. */
  @Property
  void find_anyWord_hasTheNumbersOfTheMap(@ForAll("words") List<String> words) {
    WordIndex.Builder builder = new WordIndex.Builder();
    TreeMap<String, TreeSet<Integer>> expected = new TreeMap<>();
    int number = 0;
    for (String word : words) {
      builder.add(word, number);
      builder.add(word, number);
      expected.computeIfAbsent(word, w -> new TreeSet<>()).add(number);
      number += 1 + number * 3 % 40_000;
    }
    WordIndex index = builder.build();
    for (String word : List.of("", "a", "b0", "a.", "\u00e9", "\u4e2da")) {
      TreeSet<Integer> whole = expected.getOrDefault(word, new TreeSet<>());
      assertThat(index.find(word).count()).isEqualTo(whole.size());
      assertThat(index.find(word).numbers())
          .containsExactly(whole.stream().mapToInt(Integer::intValue).toArray());
      TreeSet<Integer> beginning = new TreeSet<>();
      expected.forEach((w, numbers) -> beginning.addAll(w.startsWith(word) ? numbers : List.of()));
      assertThat(index.begun(word)).containsExactlyElementsOf(beginning);
    }
  }
}
