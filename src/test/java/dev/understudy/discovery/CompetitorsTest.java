package dev.understudy.discovery;

import static dev.understudy.discovery.SampleModels.model;
import static dev.understudy.discovery.SampleModels.released;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.ResolveMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an answer says of the models that it is not. */
class CompetitorsTest {

  private static Resolution explained(String query, ModelDefinition... models) {
    Resolver resolver = Resolver.of(List.of(models));
    return resolver.explain(resolver.resolve(query, ResolveMode.FUZZY));
  }

  private static String whyLost(Resolution answer, String id) {
    return answer.alternatives().stream()
        .filter(alternative -> alternative.id().equals(id))
        .map(Alternative::reason)
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not in " + answer.alternatives()));
  }

  @Test
  void tierWord_isTheReason() {
    Resolution answer = explained("Acme_7", model("acme-7"), model("acme-7-mini"));
    assertThat(answer.resolved()).isEqualTo("acme-7");
    assertThat(whyLost(answer, "acme-7-mini")).isEqualTo("the query does not say mini");
  }

  @Test
  void otherOwner_isTheReason() {
    ModelDefinition other = model("foo/acme-7").with(b -> b.ownedBy("foo"));
    Resolution answer = explained("ACME_7", model("acme-7"), other);
    assertThat(answer.resolved()).isEqualTo("acme-7");
    assertThat(whyLost(answer, "foo/acme-7")).isEqualTo("its owner is foo");
  }

  @Test
  void age_isTheReason() {
    Resolution answer =
        explained(
            "acme 7",
            released("acme-7-20250101", "2025-01-01"),
            released("acme-7-20250601", "2025-06-01"));
    assertThat(answer.resolved()).isEqualTo("acme-7-20250601");
    assertThat(whyLost(answer, "acme-7-20250101")).isEqualTo("it came out earlier, on 2025-01-01");
  }

  @Test
  void statusAndConversation_areReasons() {
    ModelDefinition chat =
        model("acme-3.1-8b-instruct")
            .with(
                b ->
                    b.capabilities(ModelCapabilities.UNKNOWN.with(Capability.CHAT, true))
                        .releaseDate(java.time.LocalDate.of(2025, 1, 1)));
    ModelDefinition gone = chat.with(b -> b.id("acme-4-8b-instruct").status(ModelStatus.RETIRED));
    Resolution answer = explained("acme 8b", chat, gone, model("acme-3.1-8b"));
    assertThat(answer.resolved()).isEqualTo("acme-3.1-8b-instruct");
    assertThat(answer.via()).isEqualTo(Via.POLICY);
    assertThat(whyLost(answer, "acme-4-8b-instruct")).isEqualTo("it is retired");
    assertThat(whyLost(answer, "acme-3.1-8b")).isEqualTo("it is not known to converse");
  }

  @Test
  void idsAliasesAndRefusals_areAsTheyWere() {
    Resolver resolver = Resolver.of(List.of(model("acme-7", "a7"), model("acme-7-mini")));
    for (String query : List.of("acme-7", "a7", "acme-9")) {
      Resolution answer = resolver.resolve(query, ResolveMode.FUZZY);
      assertThat(resolver.explain(answer)).isSameAs(answer);
    }
  }

  @Test
  void theyAreBounded_andNeverTheModelItself() {
    List<ModelDefinition> models = new ArrayList<>(List.of(model("acme-7", "Acme7")));
    for (int i = 0; i < 100; i++) {
      models.add(model("acme-7-v" + (char) ('a' + i / 10) + (char) ('a' + i % 10)));
    }
    Resolution answer = explained("ACME 7", models.toArray(ModelDefinition[]::new));
    assertThat(answer.alternatives())
        .hasSize(Resolver.MAX_ALTERNATIVES)
        .extracting(Alternative::id)
        .doesNotContain("acme-7")
        .doesNotHaveDuplicates();
  }

  @Test
  void settle_takesOnlyAChoiceOfATie() {
    Resolver resolver = Resolver.of(List.of(model("a/acme-7"), model("b/acme-7"), model("acme-8")));
    Resolution tie = resolver.resolve("ACME 7", ResolveMode.FUZZY);
    assertThat(resolver.settle(tie, "b/acme-7").resolved()).isEqualTo("b/acme-7");
    assertThatThrownBy(() -> resolver.settle(tie, "acme-8")).hasMessageContaining("acme-8");
    Resolution refusal = resolver.resolve("ACME 9", ResolveMode.FUZZY);
    assertThatThrownBy(() -> resolver.settle(refusal, "acme-8")).hasMessageContaining("acme-8");
  }
}
