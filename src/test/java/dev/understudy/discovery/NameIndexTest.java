package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NameIndexTest {

  private static final List<String> WORDS = List.of("llama", "qwen", "road", "runner", "instruct");

  private static ModelDefinition model(Random random, int number, int aliases) {
    String id =
        "owner-%d/%s-%d.%d-%db-x%d"
            .formatted(
                random.nextInt(3),
                WORDS.get(random.nextInt(WORDS.size())),
                random.nextInt(4),
                random.nextInt(10),
                1 + random.nextInt(90),
                number);
    List<ModelAlias> names = new ArrayList<>();
    for (int i = 0; i < aliases; i++) {
      names.add(ModelAlias.of("alias-" + number + "-" + WORDS.get(i)));
    }
    return ModelDefinition.builder(id).aliases(names).build();
  }

  /** However it was written, an index answers as one that is made at once. */
  @Property(tries = 30)
  void updated_anyWrites_answersAsAWhole(@ForAll long seed, @ForAll @IntRange(max = 600) int size) {
    Random random = new Random(seed);
    Map<Integer, ModelDefinition> models = new TreeMap<>();
    NameIndex index = NameIndex.of(List.of());
    for (int write = 0; write < 12; write++) {
      List<ModelDefinition> gone = new ArrayList<>();
      Map<Integer, ModelDefinition> come = new TreeMap<>();
      for (int i = random.nextInt(1 + size / (1 + random.nextInt(20))); i >= 0; i--) {
        int number = random.nextInt(size + 1);
        if (models.containsKey(number) && !come.containsKey(number)) {
          gone.add(models.remove(number));
        }
        if (random.nextInt(4) > 0) {
          come.put(number, model(random, number, random.nextInt(3)));
        }
      }
      models.putAll(come);
      index = index.updated(gone, come.values());
    }
    assertSame(index, NameIndex.of(models.values()), models);
  }

  private static void assertSame(
      NameIndex index, NameIndex whole, Map<Integer, ModelDefinition> models) {
    for (ModelDefinition model : models.values()) {
      assertThat(index.byId(model.id())).isSameAs(model);
      model.aliases().forEach(a -> assertThat(index.named(a.name())).isSameAs(model));
      ParsedName spelled = NameParser.parse(model.id().replace('-', '_'));
      assertThat(names(index.spelledLike(spelled))).isEqualTo(names(whole.spelledLike(spelled)));
    }
    for (String word : WORDS) {
      assertThat(names(index.having(List.of(word), 9)))
          .isEqualTo(names(whole.having(List.of(word), 9)));
      List<String> two = List.of(word, "owner");
      assertThat(names(index.having(two, 4))).isEqualTo(names(whole.having(two, 4)));
      assertThat(names(index.having(two, 9, 7))).isEqualTo(names(whole.having(two, 9, 7)));
      assertThat(index.near(word.substring(1))).containsAll(whole.near(word.substring(1)));
    }
  }

  private static List<String> names(List<Entry> entries) {
    return entries.stream().map(entry -> entry.model().id() + " " + entry.name().text()).toList();
  }

  @Test
  void having_manyNames_findsThoseOfFewestPartsFirst() {
    List<ModelDefinition> models = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      models.add(ModelDefinition.builder("llama-" + i + "-8b" + (i % 2 == 0 ? "-x" : "")).build());
    }
    models.add(ModelDefinition.builder("llama-8b").build());
    NameIndex index = NameIndex.of(models);
    assertThat(names(index.having(List.of("llama", "8b"), 9, 2)))
        .containsExactly("llama-8b llama-8b", "llama-1-8b llama-1-8b");
    assertThat(index.having(List.of("llama", "8b"), 2)).hasSize(1);
    assertThat(names(index.having(List.of("llama", "2998", "8b"), 9)))
        .containsExactly("llama-2998-8b-x llama-2998-8b-x");
    assertThat(index.having(List.of("llama"), 9)).hasSize(NameIndex.MOST_FOUND);
    assertThat(index.having(List.of("llama", "lama"), 9)).isEmpty();
  }

  @Test
  void near_isOneEditAway_inWordsOfFourLetters() {
    NameIndex index =
        NameIndex.of(
            List.of(
                ModelDefinition.builder("mistral-large").build(),
                ModelDefinition.builder("mistrel-yi").build()));
    assertThat(index.near("mistrl")).containsExactly("mistral", "mistrel");
    assertThat(index.near("misrtal")).containsExactly("mistral");
    assertThat(index.near("mmistral")).containsExactly("mistral");
    assertThat(index.near("mistral")).containsExactly("mistrel");
    assertThat(index.near("larg")).containsExactly("large");
    assertThat(index.near("ya")).isEmpty();
  }
}
