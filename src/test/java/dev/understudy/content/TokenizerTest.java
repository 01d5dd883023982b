package dev.understudy.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TokenizerTest {

  private final Tokenizer tokenizer = Tokenizer.o200k();

  @Property
  void split_piecesAddUpToTheText(@ForAll("texts") String text) {
    TokenText tokens = tokenizer.split(text);
    assertThat(join(tokens)).isEqualTo(text).isEqualTo(tokens.text());
    assertThat(tokens.tokens())
        .isEqualTo(tokenizer.count(text))
        .isEqualTo(tokenizer.encode(text).length);
  }

  @Property
  void split_piecesAreWholeCharacters(@ForAll("texts") String text) {
    TokenText tokens = tokenizer.split(text);
    for (int k = 0; k < tokens.tokens(); k++) {
      String piece = tokens.piece(k);
      if (!piece.isEmpty()) {
        assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
        assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1))).isFalse();
      }
    }
  }

  @Example
  void split_tokenInsideCharacter_goesOutWithTheNext() {
    TokenText tokens = tokenizer.split("\uD83E\uDDA9");
    assertThat(tokens.tokens()).isGreaterThan(1);
    assertThat(tokens.piece(0)).isEmpty();
    assertThat(tokens.piece(tokens.tokens() - 1)).isEqualTo("\uD83E\uDDA9");
    assertThat(tokens.first(1).text()).isEmpty();
  }

  @Example
  void encode_isO200kBase() {
    // As OpenAI's tiktoken 0.9 gives.
    assertThat(tokenizer.encode("hello world")).containsExactly(24912, 2375);
    assertThat(tokenizer.count("<|endoftext|>")).isGreaterThan(1);
  }

  @Example
  void cutAt_insideToken_keepsItsBeginning() {
    TokenText tokens = tokenizer.split("hello world");
    assertThat(tokens.cutAt(8)).hasToString("2 tokens: hello wo");
    assertThat(tokens.cutAt(5)).hasToString("1 tokens: hello");
    assertThat(tokens.cutAt(0)).hasToString("0 tokens: ");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> characters =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .map(Character::toString);
    Arbitrary<String> emoji =
        Arbitraries.of("👩‍👩‍👧‍👦", "🦩", "🇩🇪", "é", "漢字", "日本語 ", "\n\n", " word", "नमस्ते");
    return Arbitraries.oneOf(characters, emoji)
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static String join(TokenText tokens) {
    return IntStream.range(0, tokens.tokens())
        .mapToObj(tokens::piece)
        .collect(Collectors.joining());
  }
}
