package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the resolver against labelled names, where they are there. */
class LabelledNamesTest {

  private static final Path DATA = Path.of(System.getProperty("shared.dir", "../shared"), "data");

  private static JsonNode read(String file) throws IOException {
    Path cases = DATA.resolve(file);
    assumeTrue(Files.exists(cases), () -> cases + " is not there");
    return new ObjectMapper().readTree(cases.toFile());
  }

  @Test
  void resolve_amongIdsWithoutFacts_isRightOrRefused() throws IOException {
    JsonNode file = read("resolution-dev.json");
    List<ModelDefinition> models = new ArrayList<>();
    file.get("catalog").forEach(id -> models.add(ModelDefinition.builder(id.asText()).build()));
    Tally tally = new Tally(Resolver.of(models));
    for (JsonNode node : file.get("cases")) {
      List<String> accept = new ArrayList<>();
      node.get("accept").forEach(id -> accept.add(id.asText()));
      tally.count(node.get("query").asText(), accept);
    }
    assertThat((double) tally.right)
        .as("%s", tally)
        .isGreaterThanOrEqualTo(0.98 * tally.answerable);
    assertThat((double) tally.accepted)
        .as("%s", tally)
        .isLessThanOrEqualTo(0.01 * tally.mustRefuse);
  }

  @Test
  void resolve_namesThatHostsUse_isRightOrRefused() throws IOException {
    JsonNode file = read("name-variants-dev.json");
    Tally plain = new Tally(CatalogModels.RESOLVER);
    Tally noted = new Tally(CatalogModels.RESOLVER);
    for (JsonNode node : file) {
      Tally tally = node.hasNonNull("note") ? noted : plain;
      tally.count(node.get("query").asText(), List.of(node.get("expected_id").asText()));
    }
    assertThat((double) plain.right)
        .as("%s", plain)
        .isGreaterThanOrEqualTo(0.95 * plain.answerable);
    assertThat((double) plain.wrong).as("%s", plain).isLessThanOrEqualTo(0.01 * plain.answerable);
    assertThat((double) noted.wrong).as("%s", noted).isLessThanOrEqualTo(0.01 * noted.answerable);
  }

  /** Counts of answers, and those that are wrong. */
  private static final class Tally {
    private final Resolver resolver;
    private final List<String> faults = new ArrayList<>();
    private int answerable;
    private int right;
    private int wrong;
    private int mustRefuse;
    private int accepted;

    Tally(Resolver resolver) {
      this.resolver = resolver;
    }

    void count(String query, List<String> accept) {
      Resolution resolution = resolver.resolve(query, ResolveMode.FUZZY);
      boolean fault = resolution.isResolved() && !accept.contains(resolution.resolved());
      if (fault) {
        faults.add(query + " -> " + resolution.resolved() + " " + resolution.via());
      }
      if (accept.isEmpty()) {
        mustRefuse++;
        accepted += fault ? 1 : 0;
      } else {
        answerable++;
        wrong += fault ? 1 : 0;
        right += resolution.isResolved() && !fault ? 1 : 0;
      }
    }

    @Override
    public String toString() {
      return "%d of %d right, %d wrong, %d of %d accepted: %s"
          .formatted(right, answerable, wrong, accepted, mustRefuse, faults);
    }
  }
}
