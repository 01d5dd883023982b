package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchHit;
import dev.understudy.discovery.SearchPage;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.discovery.Via;
import dev.understudy.json.MergePatch;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryChange;
import dev.understudy.registry.RegistryStats;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.registry.Sort;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.TopModels;
import dev.understudy.usage.UsageReport;
import dev.understudy.usage.UsageSpan;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What another verticle can do with the client; the same over any bus. */
abstract class RegistryClientContract extends StreamOptionsContract {

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /* --------------- reads --------------- */

  @Test
  void get_findsBySloppyName() throws Exception {
    assertThat(ask(client -> client.get("gpt-oss-120b")).id()).isEqualTo("openai/gpt-oss-120b");
    FoundModel found = ask(client -> client.find("GPT_4o", ResolveMode.FUZZY));
    assertThat(found.model().id()).isEqualTo("gpt-4o");
    assertThat(found.via()).isEqualTo(Via.NORMALIZED);
    assertThat(found.revision()).isEqualTo(new Revision(1));
  }

  @Test
  void get_unknown_failsWithSuggestions() throws Exception {
    UnderstudyException failure = refusal(client -> client.get("gpt-4o-minx"));
    assertThat(failure.code()).isIn(ErrorCode.MODEL_NOT_FOUND, ErrorCode.AMBIGUOUS_MODEL);
    assertThat(failure.message()).contains("gpt-4o-minx");
    assertThat(failure.param()).isEqualTo("model");
    assertThat(failure.didYouMean()).contains("gpt-4o-mini");
    assertThat(refusal(client -> client.find("GPT_4o", ResolveMode.STRICT)).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void list_filters_sorts_andPages() throws Exception {
    ModelQuery query =
        ModelQuery.builder()
            .can(Capability.VISION)
            .provider("openai")
            .sort(Sort.CONTEXT_WINDOW)
            .descending(true)
            .limit(3)
            .build();
    ModelPage first = ask(client -> client.list(query));
    assertThat(first.models()).hasSize(3);
    assertThat(first.total()).isGreaterThan(3);
    assertThat(first.nextCursor()).isNotNull();
    ModelPage second =
        ask(client -> client.list(query.toBuilder().after(first.nextCursor()).build()));
    List<ModelDefinition> both = new ArrayList<>(first.models());
    both.addAll(second.models());
    assertThat(both)
        .allSatisfy(model -> assertThat(model.capabilities().can(Capability.VISION)).isTrue())
        .allSatisfy(model -> assertThat(model.provider()).isEqualTo("openai"))
        .extracting(ModelDefinition::contextWindow)
        .isSortedAccordingTo(Comparator.nullsLast(Comparator.<Integer>reverseOrder()));
    assertThat(both).extracting(ModelDefinition::id).doesNotHaveDuplicates();
  }

  @Test
  void countAndIdsAndStats_agree() throws Exception {
    RegistryStats stats = ask(RegistryClient::stats);
    assertThat(stats.total()).isGreaterThanOrEqualTo(350);
    assertThat(stats.providers()).hasSizeGreaterThanOrEqualTo(16).containsKey("openai");
    int count = ask(RegistryClient::count);
    assertThat(count).isEqualTo(stats.total());
    List<String> ids = ask(client -> client.listIds(ModelQuery.ALL));
    assertThat(ids).hasSize(stats.total()).isSorted().contains("gpt-4o");
  }

  @Test
  void exists_isForIdsAndAliasesOnly() throws Exception {
    assertThat(exists("gpt-4o")).isTrue();
    ModelDefinition aliased =
        ask(client -> client.list(ModelQuery.ALL)).models().stream()
            .filter(model -> !model.aliases().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(exists(aliased.aliases().get(0).name())).isTrue();
    assertThat(exists("GPT_4o")).isFalse();
    assertThat(exists("ft:gpt-4o:acme::x1")).isFalse();
    assertThat(exists("no such model")).isFalse();
  }

  @Test
  void capabilities_areTheModels() throws Exception {
    assertThat(ask(client -> client.capabilities("gpt-4o")).can(Capability.VISION)).isTrue();
    assertThat(refusal(client -> client.capabilities("no-such-model")).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void resolve_saysHow() throws Exception {
    Resolution resolution = ask(client -> client.resolve("GPT_4o", ResolveMode.FUZZY));
    assertThat(resolution.resolved()).isEqualTo("gpt-4o");
    assertThat(resolution.via()).isEqualTo(Via.NORMALIZED);
    Resolution refused = ask(client -> client.resolve("gpt-77", ResolveMode.FUZZY));
    assertThat(refused.isResolved()).isFalse();
    assertThat(refused.reason()).isNotBlank();
  }

  @Test
  void resolveAll_answersInOrder_asIfAskedAlone() throws Exception {
    List<String> names = List.of("gpt-77", "GPT_4o", "llama 8b", "gpt-77");
    List<Resolution> answers = ask(client -> client.resolveAll(names, ResolveMode.FUZZY));
    assertThat(answers).hasSize(names.size());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      assertThat(this.<Resolution>ask(client -> client.resolve(name, ResolveMode.FUZZY)))
          .isEqualTo(answers.get(i));
    }
    UnderstudyException none = refusal(client -> client.resolveAll(List.of(), ResolveMode.FUZZY));
    assertThat(none.message()).contains("0 names (expected: 1 to 1000");
  }

  @Test
  void learn_settlesATie_andIsCounted() throws Exception {
    ask(client -> client.register(model("acme/Twin-1")));
    ask(client -> client.register(model("emca/Twin-1")));
    assertThat(refusal(client -> client.get("Twin 1")).code()).isEqualTo(ErrorCode.AMBIGUOUS_MODEL);
    LearnedMatch learned = ask(client -> client.learn("Twin 1", "emca/Twin-1", true));
    assertThat(learned.successes()).isEqualTo(1);
    FoundModel found = ask(client -> client.find("Twin 1", ResolveMode.FUZZY));
    assertThat(found.model().id()).isEqualTo("emca/Twin-1");
    assertThat(found.via()).isEqualTo(Via.LEARNED);
    assertThat(this.<List<LearnedMatch>>ask(client -> client.matchHistory("Twin 1")))
        .singleElement()
        .satisfies(match -> assertThat(match.matches()).isEqualTo(1));
    assertThat(this.<List<LearnedMatch>>ask(client -> client.popularMatches(100)))
        .extracting(LearnedMatch::query)
        .contains("Twin 1");
    assertThat(refusal(client -> client.learn("Twin 1", "no-such-model", true)).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(refusal(client -> client.popularMatches(0)).param()).isEqualTo("limit");
  }

  @Test
  void usage_isTold_read_andRanked() throws Exception {
    ask(client -> client.register(model("acme/used-1")));
    RequestUsage used =
        RequestUsage.of(1_000, 200).withCost(new BigDecimal("1000")).withLatency(HALF_A_SECOND);
    ModelDefinition counted = ask(client -> client.recordUsage("acme/used-1", used));
    assertThat(counted.id()).isEqualTo("acme/used-1");
    ask(client -> client.recordUsage("acme/used-1", RequestUsage.of(1, 1)));
    UsageReport report = ask(client -> client.usage("acme/used-1"));
    assertThat(report.periods()).hasSize(24);
    assertThat(report.total().requests()).isEqualTo(2);
    assertThat(report.total().inputTokens()).isEqualTo(1_001);
    assertThat(report.total().cost()).isEqualByComparingTo("1000");
    assertThat(report.total().unpricedRequests()).isEqualTo(1);
    assertThat(report.total().latency().maxSeconds()).isEqualByComparingTo("0.5");
    UsageReport all = ask(client -> client.totalUsage(new UsageSpan(null, null, 0)));
    assertThat(all.model()).isNull();
    assertThat(all.total().requests()).isGreaterThanOrEqualTo(2);
    TopModels top = ask(client -> client.topModels(TopModels.By.COST, UsageSpan.LAST_DAY, 1));
    assertThat(top.models()).extracting(TopModels.ModelUsage::model).containsExactly("acme/used-1");
  }

  @Test
  void usage_thatCannotBe_isRefused() throws Exception {
    RequestUsage used = RequestUsage.of(1, 1);
    assertThat(refusal(client -> client.recordUsage("no-such-model", used)).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(refusal(client -> client.recordUsage("GPT_4o", used)).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    assertThat(refusal(client -> client.usage("no-such-model")).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    UsageSpan backwards = new UsageSpan(Instant.EPOCH.plusSeconds(7_200), Instant.EPOCH, 1);
    assertThat(refusal(client -> client.usage("gpt-4o", backwards)).param()).isEqualTo("from");
    assertThat(
            refusal(client -> client.topModels(TopModels.By.COST, UsageSpan.LAST_DAY, 0)).param())
        .isEqualTo("limit");
    RequestUsage tooOld = used.at(Instant.EPOCH);
    assertThat(refusal(client -> client.recordUsage("gpt-4o", tooOld)).param()).isEqualTo("at");
  }

  @Test
  void fineTune_isDerivedFromItsBase() throws Exception {
    FoundModel found = ask(client -> client.find("ft:gpt-4o:acme::x1", ResolveMode.FUZZY));
    assertThat(found.via()).isEqualTo(Via.FINE_TUNE);
    assertThat(found.model().parent()).isEqualTo("gpt-4o");
    assertThat(found.model().pricing()).isNull();
    Resolution resolution = ask(c -> c.resolve("ft:gpt-4o:acme::x1", ResolveMode.FUZZY));
    assertThat(resolution.via()).isEqualTo(Via.FINE_TUNE);
    assertThat(resolution.resolved()).isEqualTo("ft:gpt-4o:acme::x1");
  }

  @Test
  void search_filtersAndPages_asTheListHas() throws Exception {
    ModelQuery reasoning = ModelQuery.builder().can(Capability.REASONING).build();
    List<String> listed = ask(client -> client.listIds(reasoning));
    SearchPage all = ask(client -> client.search(new SearchQuery("model", 1)));
    SearchPage first = ask(client -> client.search(new SearchQuery("model", reasoning, 2, null)));
    SearchPage second =
        ask(client -> client.search(new SearchQuery("model", reasoning, 2, first.nextCursor())));
    assertThat(first.total()).isPositive().isLessThan(all.total());
    assertThat(first.hits()).hasSize(2).extracting(SearchHit::id).isSubsetOf(listed);
    assertThat(second.hits()).doesNotContainAnyElementsOf(first.hits()).isNotEmpty();
    assertThat(first.facets().get("capability"))
        .contains(new SearchPage.ValueCount("reasoning", first.total()));
  }

  @Test
  void search_ranks_andRefusesAnImpossibleLimit() throws Exception {
    List<SearchHit> hits = ask(client -> client.search("mixtral moe", 5));
    assertThat(hits).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    assertThat(hits.get(0).id()).containsIgnoringCase("mixtral");
    assertThat(hits).extracting(SearchHit::score).isSortedAccordingTo(Comparator.reverseOrder());
    UnderstudyException failure = refusal(client -> client.search("mixtral", 0));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).isEqualTo("limit");
  }

  @Test
  void getOrCreate_makesOneModelUp_andFindsRealOnes() throws Exception {
    assertThat(ask(client -> client.getOrCreate("GPT_4o")).id()).isEqualTo("gpt-4o");
    String tuned = "ft:gpt-4o:acme::job1";
    assertThat(ask(client -> client.getOrCreate(tuned)).parent()).isEqualTo("gpt-4o");
    String id = "acme/unheard-of-13b-vision";
    ModelDefinition made = ask(client -> client.getOrCreate(id));
    assertThat(made.origin()).isEqualTo(Origin.AUTO);
    assertThat(made.capabilities().can(Capability.VISION)).isTrue();
    assertThat(this.<ModelDefinition>ask(client -> client.getOrCreate(id))).isEqualTo(made);
    assertThat(this.<ModelDefinition>ask(client -> client.get(id))).isEqualTo(made);
    UnderstudyException failure = refusal(client -> client.getOrCreate("not an id?"));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_MODEL);
  }

  /* --------------- writes --------------- */

  @Test
  void write_isSeenByTheNextRead_alsoBySloppyName() throws Exception {
    RegistryWrite added = ask(client -> client.register(model("acme/Quick-Fox-9000")));
    assertThat(added.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.kind()).isEqualTo(RegistryChange.Kind.ADDED));
    FoundModel found = ask(client -> client.find("quick fox 9000", ResolveMode.FUZZY));
    assertThat(found.model().id()).isEqualTo("acme/Quick-Fox-9000");
    assertThat(found.revision()).isEqualTo(added.revision());
    assertThat(this.<List<SearchHit>>ask(client -> client.search("quick fox", 3)))
        .first()
        .satisfies(hit -> assertThat(hit.id()).isEqualTo("acme/Quick-Fox-9000"));
    ask(client -> client.remove("acme/Quick-Fox-9000", Precondition.none()));
    assertThat(refusal(client -> client.get("quick fox 9000")).code())
        .isEqualTo(ErrorCode.MODEL_NOT_FOUND);
  }

  @Test
  void registerAll_isAllOrNothing() throws Exception {
    ask(client -> client.register(model("batch-1")));
    List<ModelDefinition> models = List.of(model("batch-2"), model("batch-1"));
    UnderstudyException failure = refusal(client -> client.registerAll(models, OnConflict.FAIL));
    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_EXISTS);
    assertThat(failure.message()).contains("batch-1");
    assertThat(exists("batch-2")).isFalse();
    RegistryWrite write = ask(client -> client.registerAll(models, OnConflict.REPLACE));
    assertThat(write.changes()).extracting(RegistryChange::id).containsExactly("batch-2");
    assertThat(ask(client -> client.registerAll(models, OnConflict.REPLACE)).isNoOp()).isTrue();
  }

  @Test
  void put_holdsThePrecondition() throws Exception {
    ModelDefinition model = model("guarded");
    RegistryWrite created = ask(client -> client.put(model, Precondition.mustNotExist()));
    UnderstudyException again = refusal(client -> client.put(model, Precondition.mustNotExist()));
    assertThat(again.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    ModelDefinition changed = model.with(b -> b.name("Other"));
    Precondition late = Precondition.revisionIn(Set.of(new Revision(1)));
    assertThat(refusal(client -> client.put(changed, late)).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
    Precondition right = Precondition.revisionIn(Set.of(created.revision()));
    assertThat(ask(client -> client.put(changed, right)).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.fields()).containsExactly("name"));
    assertThat(refusal(client -> client.remove("guarded", right)).code())
        .isEqualTo(ErrorCode.PRECONDITION_FAILED);
  }

  @Test
  void patch_changesFields_andNamesEveryFault() throws Exception {
    ask(client -> client.register(model("patched")));
    ask(c -> c.patch("patched", patch("{\"name\":\"New\",\"tags\":[\"x\"]}"), Precondition.none()));
    assertThat(ask(client -> client.get("patched")).name()).isEqualTo("New");
    MergePatch bad = patch("{\"context_window\":-1,\"created\":-1}");
    UnderstudyException failure = refusal(c -> c.patch("patched", bad, Precondition.none()));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_MODEL);
    assertThat(failure.message()).contains("context_window: -1", "created: -1");
    assertThat(ask(client -> client.get("patched")).contextWindow()).isEqualTo(1000);
  }

  @Test
  void writes_takeIdsOnly() throws Exception {
    UnderstudyException unknown = refusal(c -> c.remove("no-such-model", Precondition.none()));
    assertThat(unknown.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
    ModelDefinition clash =
        model("GPT-CLASH").with(b -> b.aliases(List.of(ModelAlias.of("gpt-4o"))));
    UnderstudyException conflict = refusal(client -> client.register(clash));
    assertThat(conflict.code()).isEqualTo(ErrorCode.NAME_CONFLICT);
    assertThat(conflict.message()).contains("gpt-4o", "GPT-CLASH");
  }
}
