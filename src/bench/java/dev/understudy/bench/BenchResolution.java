package dev.understudy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.app.ModelRegistries;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.Resolution;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import dev.understudy.worker.Discoverer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Resolves labelled names as the server would, and counts. {@code --cases FILE} is either a file
 * with a {@code catalog} of ids and {@code cases} {query, accept[]}, of which an empty {@code
 * accept} must be refused, or a list of {query, expected_id, note}, held against this project's
 * catalog; there the last line counts the names without a note, the line before it those with one.
 * Each wrong answer is printed with its step; with {@code --refused} each refusal too.
 */
final class BenchResolution {

  private static final int CACHE_ENTRIES = 0;

  private final Discoverer discoverer;
  private final boolean showRefused;

  private BenchResolution(ModelRegistry registry, boolean showRefused) {
    this.discoverer =
        new Discoverer(
            registry::snapshot,
            CACHE_ENTRIES,
            Runnable::run,
            new ModelMatcher(1),
            Clock.systemUTC());
    this.showRefused = showRefused;
  }

  static void run(Arguments options) throws IOException {
    options.only("cases", "refused");
    String file = options.text("cases", "");
    if (file.isEmpty()) {
      throw new IllegalArgumentException("--cases is missing (expected: a file)");
    }
    JsonNode cases = new ObjectMapper().readTree(Path.of(file).toFile());
    ModelRegistry registry = cases.has("catalog") ? ofIds(cases.get("catalog")) : ofCatalog();
    new BenchResolution(registry, options.flag("refused")).run(cases);
  }

  private static ModelRegistry ofIds(JsonNode ids) {
    List<ModelDefinition> models = new ArrayList<>();
    ids.forEach(id -> models.add(ModelDefinition.builder(id.asText()).build()));
    ModelRegistry registry = ModelRegistries.empty(Clock.systemUTC());
    registry.registerAll(models, OnConflict.FAIL);
    return registry;
  }

  private static ModelRegistry ofCatalog() {
    String home = System.getProperty("understudy.home", ".");
    return ModelRegistries.createDefault(Path.of(home, "catalog"));
  }

  private void run(JsonNode file) {
    Tally plain = new Tally();
    Tally noted = new Tally();
    for (JsonNode node : file.has("cases") ? file.get("cases") : file) {
      NameCase named = NameCase.read(node);
      Resolution resolution = discoverer.resolve(named.query(), ResolveMode.FUZZY);
      (named.note() ? noted : plain).count(named, resolution);
      show(named, resolution);
    }
    if (noted.answerable > 0) {
      System.out.println("with a note: " + noted);
    }
    System.out.println(plain);
  }

  private void show(NameCase named, Resolution resolution) {
    String mark = named.note() ? " (with a note)" : "";
    if (!resolution.isResolved()) {
      if (showRefused && !named.accept().isEmpty()) {
        System.out.printf(
            "refused: %s, expected %s: %s%s%n",
            named.query(), named.accept(), resolution.reason(), mark);
      }
    } else if (!named.accept().contains(resolution.resolved())) {
      System.out.printf(
          "wrong: %s -> %s via %s, expected %s%s%n",
          named.query(), resolution.resolved(), resolution.via(), named.accept(), mark);
    }
  }

  /**
   * A name and what it means.
   *
   * @param accept the right answers; none when it must be refused
   * @param note whether the label is looser than the same weights
   */
  private record NameCase(String query, List<String> accept, boolean note) {

    static NameCase read(JsonNode node) {
      List<String> accept = new ArrayList<>();
      if (node.has("expected_id")) {
        accept.add(node.get("expected_id").asText());
      } else {
        node.get("accept").forEach(id -> accept.add(id.asText()));
      }
      return new NameCase(node.get("query").asText(), accept, node.hasNonNull("note"));
    }
  }

  /** Counts of answers. */
  private static final class Tally {
    private int answerable;
    private int right;
    private int wrong;
    private int refused;
    private int mustRefuse;
    private int accepted;

    void count(NameCase named, Resolution resolution) {
      if (named.accept().isEmpty()) {
        mustRefuse++;
        accepted += resolution.isResolved() ? 1 : 0;
        return;
      }
      answerable++;
      if (!resolution.isResolved()) {
        refused++;
      } else if (named.accept().contains(resolution.resolved())) {
        right++;
      } else {
        wrong++;
      }
    }

    @Override
    public String toString() {
      return "{\"answerable\":%d,\"right\":%d,\"wrong\":%d,\"refused\":%d,\"must_refuse\":%d,\"accepted\":%d}"
          .formatted(answerable, right, wrong, refused, mustRefuse, accepted);
    }
  }
}
