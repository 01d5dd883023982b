package dev.understudy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a catalog is told whole, by file, model and field. */
class CatalogFaultTest {

  @TempDir Path directory;

  @Test
  void load_wrongValue_namesFileModelAndField() throws IOException {
    write("acme.json", file("acme", "{\"id\": \"a\", \"pricing\": {\"input_per_million\": -1}}"));
    assertFaults("acme.json: a: pricing.input_per_million: -1 (expected: ");
  }

  @Test
  void load_faultsOfEveryFile_areAllTold() throws IOException {
    write(
        "acme.json",
        file(
            "acme",
            """
            {"id": "a", "context_window": -1, "colour": "red"},
            {"id": "b", "extends": "nobody"},
            {"name": "no id"},
            "no model"
            """));
    write("bolt.json", "{\"provider\": \"volt\", \"modles\": []}");
    write("zenith.json", "{\n  \"provider\": \"zenith\",\n  \"models\": [}\n");
    assertFaults(
        "acme.json: models[3]: \"no model\" (expected: an object)",
        "acme.json: a: colour: \"red\" (expected: no such field",
        "acme.json: a: context_window: -1 (expected: ",
        "acme.json: b: extends: nobody (expected: the id of a model, or a preset: one of base, ",
        "acme.json: models[2].id: missing (expected: the model's id)",
        "bolt.json: provider: \"volt\" (expected: bolt, as the file is called)",
        "bolt.json: models: missing (expected: an array of models)",
        "bolt.json: modles: [] (expected: no such field",
        "zenith.json: line 3, column 14: Unexpected close marker '}'");
  }

  @Test
  void load_numberBeyondAllDecimals_namesFileAndLine() throws IOException {
    write(
        "acme.json",
        "{\"provider\": \"acme\", \"models\": [\n  {\"id\": \"a\", \"context_window\": 1e99999999999}]}");
    assertFaults(
        "acme.json: line 2, column 33: 1e99999999999: an exponent of more than 9 digits (expected: ");
  }

  @Test
  void load_cycle_isToldOfEachOfItsModelsOnce() throws IOException {
    write("acme.json", file("acme", "{\"id\": \"a\", \"extends\": \"z\"}"));
    write(
        "zenith.json",
        file(
            "zenith",
            """
            {"id": "y", "extends": "a", "context_window": 0},
            {"id": "z", "extends": "a"},
            {"id": "self", "extends": "self"}
            """));
    assertFaults(
        "acme.json: a: extends: a -> z -> a (expected: a chain that comes to an end)",
        "zenith.json: z: extends: a -> z -> a (expected: a chain that comes to an end)",
        "zenith.json: y: context_window: 0 (expected: ",
        "zenith.json: self: extends: self -> self (expected: a chain that comes to an end)");
  }

  @Test
  void load_baseWithAFault_isBlamedOnce() throws IOException {
    write(
        "acme.json",
        file(
            "acme",
            """
            {"id": "base", "context_window": 0},
            {"id": "child", "extends": "base", "max_output_tokens": 0}
            """));
    assertFaults("acme.json: base: context_window: 0 ", "acme.json: child: max_output_tokens: 0 ");
  }

  @Test
  void load_sameIdTwice_namesBothFiles() throws IOException {
    write("acme.json", file("acme", "{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"b\"}"));
    write("zenith.json", file("zenith", "{\"id\": \"a\", \"context_window\": 0}"));
    assertFaults(
        "acme.json: b: id: b (expected: an id of its own; acme.json has it too)",
        "zenith.json: a: id: a (expected: an id of its own; acme.json has it too)",
        "zenith.json: a: context_window: 0 ");
  }

  @Test
  void load_aliasThatIsTaken_namesBothModelsAndFiles() throws IOException {
    write("acme.json", file("acme", "{\"id\": \"a\", \"aliases\": [\"y\", \"any\"]}"));
    write(
        "zenith.json", file("zenith", "{\"id\": \"y\"}, {\"id\": \"z\", \"aliases\": [\"any\"]}"));
    assertFaults(
        "acme.json: a: aliases[0]: y (expected: a name of its own; it is a name of y in zenith.json)",
        "zenith.json: z: aliases[0]: any (expected: a name of its own; it is a name of a in"
            + " acme.json)");
  }

  @Test
  void load_unknownSourceKey_isAFault() throws IOException {
    write("acme.json", file("acme", "{\"id\": \"a\", \"sources\": [\"card\"]}"));
    assertFaults("acme.json: a: sources[0]: card (expected: a key of the file's sources)");
  }

  @Test
  void load_faultsInTheTableOfOffers_areTold() throws IOException {
    write(
        "acme.json",
        """
        {"provider": "acme", "reference_offers": {"a": [{"model": "x"}], "b": []}, "models": [{"id": "a"}]}
        """);
    assertFaults(
        "acme.json: reference_offers: b (expected: the id of a model of this file)",
        "acme.json: a: reference_offers[0].host: missing (expected: a name)");
  }

  @Test
  void load_faultsInTheTableOfEfforts_areTold() throws IOException {
    write(
        "acme.json",
        """
        {"provider": "acme", "usual_effort": {"a": "off", "b": "none"}, "models": [{"id": "a"}]}
        """);
    assertFaults(
        "acme.json: usual_effort.a: \"off\" (expected: one of none, minimal, low, medium, high, xhigh, max)",
        "acme.json: usual_effort: b (expected: the id of a model of this file)");
  }

  @Test
  void load_faultsInDefaults_areToldOnceForTheFile() throws IOException {
    write(
        "acme.json",
        """
        {"provider": "acme", "defaults": {"context_window": -1, "colour": 1, "name": "x", "sources": ["card"]},
         "models": [{"id": "a"}, {"id": "b"}]}
        """);
    assertFaults(
        "acme.json: defaults.name: \"x\" (expected: nothing: models cannot share it)",
        "acme.json: defaults.colour: 1 (expected: no such field",
        "acme.json: defaults.context_window: -1 (expected: ");
    write("acme.json", "{\"provider\": \"acme\", \"defaults\": [], \"models\": []}");
    assertFaults("acme.json: defaults: [] (expected: an object)");
  }

  @Test
  void load_whatTheLoaderSetsItself_isRefused() throws IOException {
    write("acme.json", file("acme", "{\"id\": \"a\", \"origin\": \"api\", \"provider\": \"x\"}"));
    assertFaults(
        "acme.json: a: provider: \"x\" (expected: nothing: the loader sets it)",
        "acme.json: a: origin: \"api\" (expected: nothing: the loader sets it)");
  }

  @Test
  void load_fileThatIsNoObject_isAFault() throws IOException {
    write("acme.json", "");
    write("bolt.json", "[1]");
    write("deep.json", "[".repeat(2_000));
    write("volt.json", "{\"provider\": \"volt\", \"provider\": \"volt\", \"models\": []}");
    assertFaults(
        "acme.json: line 1, column 1: nothing (expected: a JSON object)",
        "bolt.json: line 1, column 1: an array (expected: a JSON object)",
        "deep.json: Document nesting depth (101) exceeds the maximum allowed (100) (expected: valid JSON)",
        "volt.json: line 1, column 32: Duplicate field 'provider' (expected: valid JSON)");
  }

  @Test
  void load_directoryThatIsEmptyOrMissing_isAFault() throws IOException {
    assertFaults(directory + ": no *.json file (expected: a directory with a file ");
    assertThatThrownBy(() -> new CatalogLoader(directory.resolve("none")).load())
        .hasMessageStartingWith(directory.resolve("none") + ": not there (expected: a directory ");
    write("acme.json", file("acme", ""));
    assertThatThrownBy(() -> new CatalogLoader(directory.resolve("acme.json")).load())
        .hasMessageStartingWith(directory.resolve("acme.json") + ": not a directory (expected: ");
  }

  @Test
  void load_fileCutAnywhere_isNeverTakenAsGood() throws IOException {
    String whole = Files.readString(TheCatalog.DIRECTORY.resolve("tinyllama.json")).strip();
    for (int length = 0; length < whole.length(); length++) {
      write("tinyllama.json", whole.substring(0, length));
      assertThatThrownBy(() -> loader().load())
          .as("cut after %d characters", length)
          .isInstanceOf(CatalogException.class)
          .hasMessageStartingWith("tinyllama.json: line ");
    }
  }

  /** Each line of the message starts so; there is no other line. */
  private void assertFaults(String... starts) {
    CatalogException e = catchThrowableOfType(CatalogException.class, () -> loader().load());
    assertThat(e).as("the catalog is refused").isNotNull();
    List<String> lines = e.faults().stream().map(CatalogFault::message).toList();
    assertThat(e).hasMessage(String.join("\n", lines));
    List<String> expected = List.of(starts);
    for (int i = 0; i < Math.min(lines.size(), expected.size()); i++) {
      assertThat(lines.get(i)).startsWith(expected.get(i));
    }
    assertThat(lines).hasSameSizeAs(expected);
  }

  private CatalogLoader loader() {
    return new CatalogLoader(directory);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String file(String provider, String models) {
    return "{\"provider\": \"%s\", \"models\": [%s]}".formatted(provider, models);
  }
}
