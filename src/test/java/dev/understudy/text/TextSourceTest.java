package dev.understudy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextSourceTest {

  private static final Set<TextStyle> NO_CODE =
      Set.of(TextStyle.PROSE, TextStyle.LIST, TextStyle.STEPS, TextStyle.TABLE);

  @Property
  void write_tokensAreThoseOfTheTokenizer(
      @ForAll("tokenizers") Tokenizer tokenizer,
      @ForAll long seed,
      @ForAll TextStyle style,
      @ForAll @IntRange(max = 1500) int tokens) {
    TokenText text = write(tokenizer, seed, tokens, style);
    assertThat(text.tokens()).isGreaterThanOrEqualTo(tokens);
    assertThat(text).isEqualTo(tokenizer.split(text.text()));
  }

  /** But between Go's tabs: two at a text's end are one token, two before a sign are two. */
  @Property(tries = 100)
  void write_everyBeginning_hasAsManyTokens(
      @ForAll("tokenizers") Tokenizer tokenizer, @ForAll long seed, @ForAll TextStyle style) {
    Assume.that(style != TextStyle.GO);
    TokenText text = write(tokenizer, seed, 200, style);
    for (int tokens = 0; tokens <= text.tokens(); tokens++) {
      TokenText beginning = text.first(tokens);
      assertThat(beginning).isEqualTo(tokenizer.split(beginning.text()));
    }
  }

  @Property
  void write_longerText_beginsLikeTheShorter(
      @ForAll("tokenizers") Tokenizer tokenizer,
      @ForAll long seed,
      @ForAll TextStyle style,
      @ForAll @IntRange(max = 600) int tokens,
      @ForAll @IntRange(max = 600) int more) {
    TokenText shorter = write(tokenizer, seed, tokens, style);
    TokenText longer = write(tokenizer, seed, tokens + more, style);
    assertThat(longer.first(shorter.tokens())).isEqualTo(shorter);
  }

  @Property
  void write_sameSeed_isTheSameText_inAnyVocabulary(@ForAll long seed, @ForAll TextStyle style) {
    String text = write(Tokenizer.o200k(), seed, 300, style).text();
    String again = write(Tokenizer.o200k(), seed, 300, style).text();
    String other = write(Tokenizer.cl100k(), seed, 300, style).text();
    assertThat(again).isEqualTo(text);
    assertThat(other.startsWith(text) || text.startsWith(other)).isTrue();
  }

  @Example
  void write_ofAThousandSeeds_noTwoBeginAlike() {
    Set<String> texts =
        IntStream.range(0, 1000)
            .mapToObj(seed -> write(Tokenizer.o200k(), seed, 30, TextStyle.PROSE).first(30).text())
            .collect(Collectors.toSet());
    assertThat(texts).hasSize(1000);
  }

  @Example
  void write_none_isEmpty() {
    assertThat(write(Tokenizer.o200k(), 1, 0, TextStyle.PROSE).text()).isEmpty();
  }

  /* --------------- form --------------- */

  @Property(tries = 50)
  void write_code_isFencedInItsLanguage(@ForAll long seed, @ForAll TextStyle style) {
    String text = write(Tokenizer.o200k(), seed, 400, style).text();
    if (NO_CODE.contains(style)) {
      assertThat(text).doesNotContain("```");
    } else {
      assertThat(text).containsPattern("(?s):\n\n```" + style.language + "\n.+?\n```\n\n[A-Z]");
    }
  }

  @Property(tries = 50)
  void write_lists_haveSignsAtLineStarts(@ForAll long seed) {
    String numbered = write(Tokenizer.o200k(), seed, 300, TextStyle.STEPS).text();
    assertThat(numbered).containsPattern(":\n\n1\\. \\*\\*[A-Z].+\n2\\. \\*\\*.+\n3\\. ");
    String bullets = write(Tokenizer.o200k(), seed, 300, TextStyle.LIST).text();
    assertThat(bullets).containsPattern(":\n\n- \\*\\*[A-Z].+\n- \\*\\*.+\n- ");
  }

  @Property(tries = 50)
  void write_tableRows_haveAsManyCellsAsItsHead(@ForAll long seed) {
    String text = write(Tokenizer.o200k(), seed, 300, TextStyle.TABLE).text();
    assertThat(text.lines().filter(line -> line.startsWith("|")).map(TextSourceTest::cells))
        .hasSizeGreaterThan(4)
        .containsOnly(4L);
  }

  private static long cells(String row) {
    return row.chars().filter(c -> c == '|').count() - 1;
  }

  @Property(tries = 50)
  void write_prose_isSentencesInParagraphs(@ForAll long seed) {
    String text = write(Tokenizer.o200k(), seed, 600, TextStyle.PROSE).text();
    assertThat(List.of(text.strip().split("\n\n")))
        .hasSizeGreaterThan(3)
        .allSatisfy(paragraph -> assertThat(paragraph).matches("[A-Z][A-Za-z,;.? ]+[.?]"));
  }

  /* --------------- what is asked for --------------- */

  @Example
  void askedFor_goesByTheWordsOfTheMessage() {
    assertThat(TextStyle.askedFor("Write a function that adds")).isEqualTo(TextStyle.PYTHON);
    assertThat(TextStyle.askedFor("Write a Java function")).isEqualTo(TextStyle.JAVA);
    assertThat(TextStyle.askedFor("a JavaScript script")).isEqualTo(TextStyle.JAVASCRIPT);
    assertThat(TextStyle.askedFor("an SQL query for a table")).isEqualTo(TextStyle.SQL);
    assertThat(TextStyle.askedFor("Give me 5 ideas!")).isEqualTo(TextStyle.LIST);
    assertThat(TextStyle.askedFor("List the steps")).isEqualTo(TextStyle.STEPS);
    assertThat(TextStyle.askedFor("Compare them in a table")).isEqualTo(TextStyle.TABLE);
    assertThat(TextStyle.askedFor("What is encoding? Listen.")).isEqualTo(TextStyle.PROSE);
    assertThat(TextStyle.askedFor("")).isEqualTo(TextStyle.PROSE);
  }

  private static TokenText write(Tokenizer tokenizer, long seed, int tokens, TextStyle style) {
    return TextSource.of(tokenizer).write(new SplittableRandom(seed), tokens, style);
  }

  @Provide
  Arbitrary<Tokenizer> tokenizers() {
    return Arbitraries.of(Tokenizer.o200k(), Tokenizer.cl100k());
  }
}
