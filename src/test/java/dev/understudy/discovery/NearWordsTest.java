package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NearWordsTest {

  private static List<String> near(String word, List<String> words) {
    int[] numbers = new NearWords(words.size(), words::get).near(word);
    return Arrays.stream(numbers).mapToObj(words::get).toList();
  }

  @Test
  void near_eachKindOfEdit_isFound() {
    List<String> words = List.of("mixtral", "mistral", "llama", "claude", "sonnet");
    assertThat(near("mixtrall", words)).containsExactly("mixtral");
    assertThat(near("mixral", words)).containsExactly("mixtral");
    assertThat(near("lama", words)).containsExactly("llama");
    assertThat(near("cluade", words)).containsExactly("claude");
    assertThat(near("sonmet", words)).containsExactly("sonnet");
    assertThat(near("mictral", words)).containsExactly("mixtral", "mistral");
  }

  @Test
  void near_theWordItselfAndTwoEdits_areNot() {
    List<String> words = List.of("claude", "sonnet");
    assertThat(near("claude", words)).isEmpty();
    assertThat(near("clodde", words)).isEmpty();
    assertThat(near("sonettt", words)).isEmpty();
  }

  @Test
  void near_shortLongOrNotOnlyLetters_isNone() {
    String longest = "x".repeat(NearWords.LONGEST);
    List<String> words = List.of("gpt", "gpts", "v3.1", "a17b", "caf\u00e9", longest);
    assertThat(near("gtp", words)).isEmpty();
    assertThat(near("gpta", words)).containsExactly("gpts");
    assertThat(near("v3.2", words)).isEmpty();
    assertThat(near("a18b", words)).isEmpty();
    assertThat(near("cafe", words)).isEmpty();
    assertThat(near("y" + longest.substring(1), words)).containsExactly(longest);
    assertThat(near(longest + "x", words)).isEmpty();
  }

  /** Two letters, so that many words are near and many forms meet. */
  @Provide
  Arbitrary<String> word() {
    return Arbitraries.strings().withChars("ab").ofMinLength(3).ofMaxLength(8);
  }

  @Provide
  Arbitrary<List<String>> words() {
    return word().list().uniqueElements().ofMaxSize(60);
  }

  @Property
  void near_anyWords_areThoseThatAScanFinds(
      @ForAll("word") String word, @ForAll("words") List<String> words) {
    int[] scanned =
        IntStream.range(0, words.size())
            .filter(i -> NearWords.takesPart(word) && NearWords.takesPart(words.get(i)))
            .filter(i -> EditDistance.osa(word, words.get(i), 1) == 1)
            .toArray();
    assertThat(new NearWords(words.size(), words::get).near(word)).containsExactly(scanned);
  }
}
