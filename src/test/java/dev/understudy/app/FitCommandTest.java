package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands {@code fit} and {@code picture}, as the shell sees them. */
class FitCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path work = Path.of("");

  private int run(String... arguments) {
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private String samples() throws Exception {
    StringBuilder rows = new StringBuilder("ttft_ms,itl_ms\n");
    for (int i = 0; i < 200; i++) {
      rows.append(300 + i % 37).append(',').append(20 + i % 7).append('\n');
    }
    return Files.writeString(work.resolve("samples.csv"), rows).toString();
  }

  @Test
  void fit_reports_andEndsWithTheEntry() throws Exception {
    Path svg = work.resolve("fit.svg");
    assertThat(run("fit", samples(), "--svg", svg.toString())).isZero();
    assertThat(out.toString())
        .startsWith("a table of samples")
        .contains("TTFT, 200 samples", "ITL, 200 samples", "\n\"latency_profile\": {")
        .endsWith("}" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
    assertThat(Files.readString(svg)).startsWith("<svg ").endsWith("</svg>\n");
  }

  @Test
  void json_isTheEntryAlone() throws Exception {
    assertThat(run("fit", samples(), "--json", "--source", "a lab", "--format", "csv")).isZero();
    JsonNode entry = Json.parse(out.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(entry.at("/latency_profile/source").textValue()).isEqualTo("a lab");
    assertThat(entry.at("/latency_profile/basis").textValue()).isEqualTo("measured");
  }

  @Test
  void unusableFile_is1_andNamed() throws Exception {
    Path file = Files.writeString(work.resolve("bad.csv"), "ttft,itl\n1,x\n");
    assertThat(run("fit", file.toString())).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .isEqualTo(
            "understudy fit: %s: line 2, itl: x (expected: a number from 0, or nothing)%n"
                .formatted(file));
  }

  @Test
  void pictureThatCannotBeWritten_is1() throws Exception {
    assertThat(run("fit", samples(), "--svg", work.resolve("no/fit.svg").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("fit.svg", "cannot be written").doesNotContain("\tat ");
  }

  @Test
  void wrongUsage_is2() throws Exception {
    assertThat(run("fit")).isEqualTo(2);
    assertThat(run("fit", samples(), "--run", "0")).isEqualTo(2);
    assertThat(run("fit", samples(), "--format", "xls")).isEqualTo(2);
    assertThat(err.toString()).contains("FILE", "--run: 0 (expected: from 1)", "xls");
  }

  @Test
  void help_hasTheCommands_andExamples() {
    assertThat(run("--help")).isZero();
    assertThat(run("fit", "--help")).isZero();
    assertThat(run("picture", "--help")).isZero();
    assertThat(out.toString())
        .contains("fit ", "picture ", "scripts/run fit profile_export.jsonl", "--measured=FILE");
  }

  @Test
  void picture_isOfAModelOfTheCatalog() throws Exception {
    assertThat(run("picture", "gpt-4o", "--measured", samples())).isZero();
    assertThat(out.toString())
        .startsWith("<svg ")
        .contains("gpt-4o", "Inter-token latency", "measured: a table of samples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-5.5", "deepseek-ai/DeepSeek-R1"})
  void pictureOfAModelThatThinks_saysWhatIsNotDrawn(String model) {
    assertThat(run("picture", model)).isZero();
    assertThat(out.toString()).contains("Time to first token, without thinking");
  }

  @Test
  void pictureOfAnUnknownModel_is1() {
    assertThat(run("picture", "gpt-7000")).isEqualTo(1);
    assertThat(err.toString()).contains("MODEL: gpt-7000 (expected: an id or alias of a model in ");
  }
}
