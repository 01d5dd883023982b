package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files as tools write them. Those of AIPerf 0.13.0 and guidellm 0.8.1 were measured on this server
 * and cut; those of vLLM's benchmark have its fields and made-up figures.
 */
class ResultFileTest {

  @TempDir private Path work = Path.of("");

  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ResultFileTest.class.getResource("/fit/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Measurements read(Path file) {
    return new ResultFile(file, null, 1).read();
  }

  private Measurements readText(String text) throws Exception {
    return read(Files.writeString(work.resolve("file"), text));
  }

  @Test
  void aiperfRecords_haveEveryGapBetweenChunks() {
    Measurements read = read(resource("aiperf-records.jsonl"));
    assertThat(read.form()).isEqualTo("AIPerf's records, 15 requests");
    assertThat(read.ttft().count()).isEqualTo(15);
    assertThat(read.itl().count()).isEqualTo(15 * 39);
    assertThat(read.ttftSeconds()[0]).isCloseTo(0.259202159, within(1e-12));
    assertThat(read.promptTokens()[0]).isEqualTo(384);
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void aiperfSummary_hasGapsBetweenChunksInsteadOfMeansOfRequests() {
    Measurements read = read(resource("aiperf-summary.json"));
    assertThat(read.form()).isEqualTo("AIPerf's summary, 60 requests");
    Summary ttft = (Summary) read.ttft();
    assertThat(ttft.mean()).isCloseTo(0.1950620779, within(1e-9));
    assertThat(ttft.percentiles().get(0.95)).isCloseTo(0.31220450305, within(1e-9));
    Summary itl = (Summary) read.itl();
    assertThat(itl.count()).isEqualTo(2340);
    assertThat(itl.std()).isCloseTo(0.012455511, within(1e-8));
  }

  @Test
  void aiperfRecordsWithoutChunks_haveMeansOfRequests() throws Exception {
    String record =
        "{\"metadata\":{\"benchmark_phase\":\"%s\",\"was_cancelled\":false},\"metrics\":{\"time_to_first_token\":{\"value\":0.3,\"unit\":\"sec\"},"
            + "\"inter_token_latency\":{\"value\":%s,\"unit\":\"us\"},\"output_sequence_length\":{\"value\":101,\"unit\":\"tokens\"}},\"error\":null}%n";
    Measurements read =
        readText(
            record.formatted("warmup", 9)
                + record.formatted("profiling", 19_000)
                + record.formatted("profiling", 21_000));
    Summary itl = (Summary) read.itl();
    assertThat(itl.count()).isEqualTo(200);
    assertThat(itl.mean()).isCloseTo(0.02, within(1e-12));
    // Means of 100 that deviate by 1.41 ms are of ITLs that deviate by 14.1 ms.
    assertThat(itl.std()).isCloseTo(0.0141421, within(1e-6));
    assertThat(read.notes()).hasSize(2).first().asString().startsWith("1 failed");
  }

  @Test
  void guidellm_hasMeansOfRequests() {
    Measurements read = read(resource("guidellm.json"));
    assertThat(read.form()).isEqualTo("guidellm, concurrent streams 4, 8 requests");
    assertThat(read.ttft().count()).isEqualTo(8);
    assertThat(read.ttftSeconds()[0]).isCloseTo(0.18564414978, within(1e-9));
    assertThat(read.promptTokens()[0]).isEqualTo(274);
    assertThat(read.itl()).isInstanceOf(Summary.class);
    assertThat(read.itl().count()).isEqualTo(8 * 39);
    assertThat(read.notes()).singleElement().asString().contains("one mean ITL a request");
  }

  @Test
  void guidellmWithoutRequests_hasMetrics() throws Exception {
    String text = Files.readString(resource("guidellm.json"));
    int from = text.indexOf("\"requests\":");
    Measurements read = readText(text.substring(0, from) + "\"warnings\":[]}]}");
    assertThat(read.form()).isEqualTo("guidellm, concurrent streams 4, metrics of 60 requests");
    Summary ttft = (Summary) read.ttft();
    assertThat(ttft.percentiles().get(0.99)).isCloseTo(0.2738146781921387, within(1e-9));
    Summary itl = (Summary) read.itl();
    assertThat(itl.std()).isCloseTo(0.00107131534893 * Math.sqrt(39), within(1e-9));
  }

  @Test
  void vllmWithDetails_leavesOutWhatFailed() {
    Measurements read = read(resource("vllm-detailed.json"));
    assertThat(read.form()).isEqualTo("vLLM's benchmark with details, 23 requests");
    assertThat(read.ttft().count()).isEqualTo(23);
    assertThat(read.promptTokens()).hasSize(23).doesNotContain(Double.NaN);
    assertThat(read.notes()).singleElement().asString().startsWith("1 failed");
  }

  @Test
  void vllmWithoutDetails_hasFigures() {
    Measurements read = read(resource("vllm.json"));
    assertThat(read.form()).isEqualTo("vLLM's benchmark without details, 23 requests");
    assertThat(((Summary) read.itl()).percentiles()).containsOnlyKeys(0.5, 0.99);
  }

  @Test
  void run_choosesOneOfSeveral() throws Exception {
    Path file = work.resolve("appended.json");
    Files.writeString(
        file,
        Files.readString(resource("vllm-detailed.json"))
            + System.lineSeparator()
            + Files.readString(resource("vllm.json")));
    assertThat(new ResultFile(file, null, 2).read().form()).contains("without details");
  }

  @Test
  void simulations_haveWhatWasSent() throws Exception {
    String one =
        "{\"id\":\"a\",\"object\":\"simulation\",\"prompt_tokens\":8,\"planned_ns\":[500000000,515000000,531000000],"
            + "\"actual_ns\":[500101532,515088120,531091700]}%n";
    Measurements read = readText(one.formatted() + one.formatted());
    assertThat(read.form()).isEqualTo("simulations, 2 requests");
    assertThat(read.ttftSeconds()).hasSize(2);
    assertThat(read.ttftSeconds()[1]).isCloseTo(0.500101532, within(1e-12));
    assertThat(((Samples) read.itl()).get(0)).isCloseTo(0.014986588, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ttft,itl|0.3,0.02",
        "TTFT (ms),ITL (us)|300,20000",
        "ttft_ms;itl_ms|300;20",
        "time to first token [ms],Inter-Token Latency [ms]|300,20",
        "\"ttft\",\"itl\"|\"0.3\",2e-2",
        "id,itl_seconds,ttft_milliseconds|7,.02,300"
      })
  void table_hasHeadersAndUnitsAsPeopleWriteThem(String header, String row) throws Exception {
    Measurements read = readText(header + "\n" + row + "\n");
    assertThat(read.ttftSeconds()).containsExactly(0.3);
    assertThat(((Samples) read.itl()).get(0)).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void table_mayHaveEmptyCells_andPromptTokens() throws Exception {
    Measurements read =
        readText("\uFEFFttft,itl,prompt_tokens\r\n0.3,0.02,100\r\n,0.03,\r\n\r\n0.4,,200\r\n");
    assertThat(read.ttftSeconds()).containsExactly(0.3, 0.4);
    assertThat(read.promptTokens()).containsExactly(100, 200);
    assertThat(read.itl().count()).isEqualTo(2);
  }
}
