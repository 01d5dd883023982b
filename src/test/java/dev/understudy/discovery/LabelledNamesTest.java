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

  private static final Path CASES =
      Path.of(System.getProperty("shared.dir", "../shared"), "data", "resolution-dev.json");

  @Test
  void resolve_labelledNames_nothingWrongIsAccepted() throws IOException {
    assumeTrue(Files.exists(CASES), () -> CASES + " is not there");
    JsonNode file = new ObjectMapper().readTree(CASES.toFile());
    List<ModelDefinition> models = new ArrayList<>();
    file.get("catalog").forEach(id -> models.add(ModelDefinition.builder(id.asText()).build()));
    Resolver resolver = Resolver.of(models);
    Tally tally = new Tally();
    file.get("cases").forEach(node -> tally.count(resolver, node));
    System.out.println(tally);
    assertThat(tally.wrong).as(tally.faults.toString()).isZero();
    assertThat(tally.accepted).as(tally.faults.toString()).isZero();
    assertThat(tally.right).isGreaterThan(tally.answerable * 3 / 4);
  }

  private static final class Tally {
    private final List<String> faults = new ArrayList<>();
    private int answerable;
    private int right;
    private int wrong;
    private int refused;
    private int mustRefuse;
    private int accepted;

    void count(Resolver resolver, JsonNode node) {
      Resolution resolution = resolver.resolve(node.get("query").asText(), ResolveMode.FUZZY);
      List<String> accept = new ArrayList<>();
      node.get("accept").forEach(id -> accept.add(id.asText()));
      boolean fault = resolution.isResolved() && !accept.contains(resolution.resolved());
      if (fault) {
        faults.add(resolution.query() + " -> " + resolution.resolved() + " " + resolution.via());
      }
      if (accept.isEmpty()) {
        mustRefuse++;
        accepted += fault ? 1 : 0;
      } else {
        answerable++;
        wrong += fault ? 1 : 0;
        refused += resolution.isResolved() ? 0 : 1;
        right += resolution.isResolved() && !fault ? 1 : 0;
      }
    }

    @Override
    public String toString() {
      return "{\"answerable\":%d,\"right\":%d,\"wrong\":%d,\"refused\":%d,\"must_refuse\":%d,\"accepted\":%d}"
          .formatted(answerable, right, wrong, refused, mustRefuse, accepted);
    }
  }
}
