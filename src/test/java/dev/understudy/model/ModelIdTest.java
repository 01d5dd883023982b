package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ModelIdTest {

  private static final String ALLOWED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@+~!$&'()*,;=[]{}|^<>`";

  @Provide
  Arbitrary<String> segments() {
    return Arbitraries.strings()
        .withChars(ALLOWED.toCharArray())
        .ofMinLength(1)
        .ofMaxLength(40)
        .filter(s -> !s.equals(".") && !s.equals(".."))
        .filter(s -> !ModelId.RESERVED_SEGMENTS.contains(s));
  }

  @Property
  void wellFormed_isAccepted(
      @ForAll @Size(min = 1, max = 4) List<@From("segments") String> segments) {
    String id = String.join("/", segments);
    assertThat(ModelId.expectation(id)).isNull();
    assertThat(ModelDefinition.builder(id).build().id()).isEqualTo(id);
    assertThat(ModelId.bareName(id)).isEqualTo(segments.get(segments.size() - 1));
    assertThat(ModelId.owner(id)).isEqualTo(segments.size() == 1 ? null : segments.get(0));
  }

  @Property
  void anyOtherCharacter_isRefusedWithItsPlace(
      @ForAll("segments") String before, @ForAll char c, @ForAll("segments") String after) {
    String id = before + c + after;
    String expectation = ModelId.expectation(id);
    if (ALLOWED.indexOf(c) >= 0) {
      assertThat(expectation).isIn(null, ModelId.expectation("x/usage"));
    } else if (c == '/') {
      assertThat(expectation).isNull();
    } else {
      assertThat(expectation).contains("(character " + (before.length() + 1) + " is ");
    }
  }

  @Property
  void length_upTo200(@ForAll @IntRange(min = 1, max = 400) int length) {
    String expectation = ModelId.expectation("a".repeat(length));
    if (length <= 200) {
      assertThat(expectation).isNull();
    } else {
      assertThat(expectation).isEqualTo("1 to 200 characters (this has " + length + ")");
    }
  }

  @Example
  void empty_isRefused() {
    assertThat(ModelId.expectation("")).isEqualTo("1 to 200 characters (this has 0)");
  }

  @Example
  void segmentsThatPathsWouldDropOrResolve_areRefused() {
    assertThat(List.of("/a", "a/", "a//b", "./a", "a/..", "..", "a/./b"))
        .allSatisfy(id -> assertThat(ModelId.expectation(id)).contains("segment"));
    assertThat(List.of("a.", "...", "a/.b", "a/b..c"))
        .allSatisfy(id -> assertThat(ModelId.expectation(id)).isNull());
  }

  @Example
  void reservedWords_onlyAsLastSegment() {
    assertThat(ModelId.RESERVED_SEGMENTS)
        .containsExactlyInAnyOrder("capabilities", "versions", "usage", "cost", "stream")
        .allSatisfy(
            word -> {
              assertThat(ModelId.expectation(word)).contains("last segment");
              assertThat(ModelId.expectation("acme/" + word)).contains("last segment");
              assertThat(ModelId.expectation(word + "/one")).isNull();
              assertThat(ModelId.expectation(word + "-1")).isNull();
            });
  }
}
