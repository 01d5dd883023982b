package dev.understudy.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationScoresTest {

  private static Set<ModerationCategory> flagged(String text) {
    ModerationScores scores = new ModerationScores(text);
    Set<ModerationCategory> flagged = EnumSet.noneOf(ModerationCategory.class);
    for (ModerationCategory category : ModerationCategory.values()) {
      if (scores.of(category) >= ModerationScores.THRESHOLD) {
        flagged.add(category);
      }
    }
    return flagged;
  }

  private static Set<ModerationCategory> itselfAndItsWhole(ModerationCategory category) {
    ModerationCategory whole = category.whole();
    return whole == null ? Set.of(category) : Set.of(category, whole);
  }

  @ParameterizedTest
  @EnumSource(ModerationCategory.class)
  void eachCategoryIsProvokedByItsMark(ModerationCategory category) {
    assertThat(flagged("A test: moderation:" + category.jsonName() + "."))
        .isEqualTo(itselfAndItsWhole(category));
  }

  @ParameterizedTest
  @EnumSource(ModerationCategory.class)
  void eachPhraseProvokesItsCategory(ModerationCategory category) {
    for (String phrase : category.phrases()) {
      assertThat(flagged("So: " + phrase.replace(' ', '-').toUpperCase(Locale.ROOT) + "!"))
          .containsAll(itselfAndItsWhole(category));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "How do I bake a cake?",
        "Skill is what she has, and a stable hand.",
        "moderation:nothing",
        "moderation:",
        "The moderation: violence was bad"
      })
  void whatHasNoneOfThemIsClean(String text) {
    ModerationScores scores = new ModerationScores(text);
    for (ModerationCategory category : ModerationCategory.values()) {
      assertThat(scores.of(category)).isBetween(0.0, 1e-4);
    }
  }

  @Test
  void morePhrasesScoreHigher_andTheSameTextTheSame() {
    ModerationScores one = new ModerationScores("I could kill him");
    ModerationScores three = new ModerationScores("kill, stab and murder him");

    assertThat(one.of(ModerationCategory.VIOLENCE)).isBetween(0.6, 0.7);
    assertThat(three.of(ModerationCategory.VIOLENCE)).isBetween(0.9, 0.96);
    assertThat(new ModerationScores("I could kill him").of(ModerationCategory.VIOLENCE))
        .isEqualTo(one.of(ModerationCategory.VIOLENCE));
  }
}
