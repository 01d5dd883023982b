package dev.understudy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  void encode_wordWithoutEnd_isCutAndTheRestIsAsItWas() {
    // By the library alone: a word of a million letters takes seconds, one of 16 million gigabytes.
    String word = "abc".repeat(Stretches.LONGEST_RUN / 2);
    int[] whole =
        Stream.of(
                word.substring(0, Stretches.LONGEST_RUN),
                word.substring(Stretches.LONGEST_RUN) + " hello world")
            .map(tokenizer::encode)
            .flatMapToInt(Arrays::stream)
            .toArray();
    assertThat(tokenizer.encode(word + " hello world")).containsExactly(whole);
    assertThat(tokenizer.count(word + " hello world")).isEqualTo(whole.length);
  }

  @Example
  void count_longRunsOfEveryKind_stayBounded() {
    for (String unit : List.of("a", " ", "!", "\uD83D\uDE00", "\n", "\u0301", "7", "aB1!")) {
      List<String> stretches = new ArrayList<>();
      String text = unit.repeat(20_000);
      Stretches.of(text, stretches::add);
      assertThat(String.join("", stretches)).isEqualTo(text);
      if (!unit.equals("7") && !unit.equals("aB1!")) {
        assertThat(stretches)
            .allSatisfy(s -> assertThat(s.length()).isLessThanOrEqualTo(Stretches.LONGEST_RUN + 1));
      } else {
        assertThat(stretches).hasSize(1);
      }
    }
  }

  @Example
  void encode_isO200kBase() {
    // As OpenAI's tiktoken 0.9 gives.
    assertThat(tokenizer.encode("hello world")).containsExactly(24912, 2375);
    assertThat(tokenizer.count("<|endoftext|>")).isGreaterThan(1);
  }

  @Example
  void encode_isCl100kBase() {
    // As OpenAI's tiktoken 0.9 gives.
    assertThat(Tokenizer.cl100k().encode("hello world")).containsExactly(15339, 1917);
  }

  /* --------------- of a model --------------- */

  @Example
  void of_openAisModels_isTheirOwn() {
    assertThat(
            List.of(
                "gpt-4",
                "gpt-4-turbo",
                "gpt-4-0613",
                "gpt-3.5-turbo-instruct",
                "azure/gpt-35-turbo",
                "text-embedding-3-small",
                "text-embedding-ada-002",
                "davinci-002",
                "babbage-002",
                "ft:gpt-3.5-turbo:acme::job1"))
        .allSatisfy(id -> assertTokenizer(id, "cl100k_base", true));
    assertThat(
            List.of(
                "gpt-4o",
                "openai/gpt-4o-mini",
                "GPT-4.1-nano",
                "gpt-4.5-preview",
                "gpt-5",
                "gpt-5.1-codex",
                "o1",
                "o3-mini",
                "o4-mini",
                "chatgpt-4o-latest",
                "openai/gpt-oss-20b",
                "gpt-oss:20b",
                "ft:gpt-4o-2024-08-06:acme::job1"))
        .allSatisfy(id -> assertTokenizer(id, "o200k_base", true));
  }

  @Example
  void of_othersModels_isTheNearest() {
    assertThat(
            List.of(
                "claude-opus-4-6",
                "meta-llama/Llama-3.1-8B-Instruct",
                "gpt-4all",
                "nvidia/nemo-megatron-gpt-20B",
                "olmo-2",
                "o2-large",
                "text-embedding-004"))
        .allSatisfy(id -> assertTokenizer(id, "o200k_base", false));
  }

  @Example
  void of_deploymentOfOwnName_followsBaseModelAndFamily() {
    ModelDefinition named = ModelDefinition.builder("support-bot").build();
    ModelDefinition tuned = named.with(b -> b.baseModel("gpt-4"));
    assertThat(Tokenizer.of(tuned).name()).isEqualTo("cl100k_base");
    assertThat(Tokenizer.of(named.with(b -> b.family("gpt-oss"))).isExactFor(named)).isFalse();
    assertThat(Tokenizer.o200k().isExactFor(named.with(b -> b.family("gpt-oss")))).isTrue();
    assertThat(Tokenizer.o200k().isExactFor(tuned)).isFalse();
  }

  private static void assertTokenizer(String id, String name, boolean exact) {
    ModelDefinition model = ModelDefinition.builder(id).build();
    assertThat(Tokenizer.of(model).name()).isEqualTo(name);
    assertThat(Tokenizer.of(model).isExactFor(model)).isEqualTo(exact);
  }

  /* --------------- cut --------------- */

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
