package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that cannot be used are refused: which, where, what, and what was expected. */
class HostileFileTest {

  @TempDir private Path work = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the file: empty (expected: measurements)",
        "` `|the file: empty",
        "hello|line 1: hello (expected: a header with the columns ttft and itl",
        "ttft,itl|0 and 0 samples (expected: some of both)",
        "`ttft,itl\n0.3,NaN`|line 2, itl: NaN (expected: a number from 0, or nothing)",
        "`ttft_ms,itl\n-3,0.1`|line 2, ttft_ms: -3 (expected: a number from 0",
        "`ttft,itl\n0.3,1e999`|line 2, itl: 1e999 (expected: a number from 0",
        "`ttft,itl\n4000,0.1`|line 2, ttft: 4000 (expected: a duration from 0 to 3600 seconds)",
        "`ttft,ttft_ms,itl\n1,1,1`|line 1: ttft_ms (expected: one column of that latency)",
        "[]|the fields: none (expected: those of a result of AIPerf, guidellm or vLLM's",
        "`{\"a\":1,\"b\":[2]}`|the fields: a, b (expected:",
        "`{\"ttfts\":[0.1,0.2`|line 1, column 18: the file ends inside a value: it was cut off",
        "`{\"ttfts\":[0.1 0.2]}`|line 1, column 15: not JSON",
        "`{\"ttfts\":\"no\"}`|/ttfts: no (expected: an array)",
        "`{\"ttfts\":[0.1,\"x\"]}`|/ttfts/1: x (expected: a duration from 0 to 3600 seconds)",
        "`{\"ttfts\":[NaN]}`|/ttfts/0: NaN (expected: a duration",
        "`{\"ttfts\":[-0.1]}`|/ttfts/0: -0.1 (expected: a duration",
        "`{\"ttfts\":[0.1],\"itls\":[[0.1,{}]]}`|/itls/0/1: an object (expected: a duration",
        "`{\"ttfts\":[0.1,0.2],\"itls\":[[0.1]]}`|/itls: 1 requests (expected: 2, as many as in /ttfts)",
        "`{\"ttfts\":[0.1],\"itls\":[[]]}`|inter-token latency: none (expected: streamed answers of more",
        "`{\"mean_ttft_ms\":3}`|/mean_itl_ms: missing (expected: a mean or a median)",
        "`{\"median_ttft_ms\":9,\"p99_ttft_ms\":3,\"mean_itl_ms\":1}`|expected: percentiles that do not fall",
        "`{\"benchmarks\":[]}`|/benchmarks: 0 of them (expected: a benchmark 1)",
        "`{\"benchmarks\":[{\"requests\":{\"successful\":[{\"time_to_first_token_ms\":true}]}}]}`|/benchmarks/0/requests/successful/0/time_to_first_token_ms: true",
        "`{\"metrics\":{\"time_to_first_token\":{\"value\":3,\"unit\":\"parsec\"}}}`|time_to_first_token/unit: parsec (expected: ns, us, ms or sec)",
        "`{\"metrics\":{\"time_to_first_token\":{\"value\":3e9,\"unit\":\"ms\"}}}`|time_to_first_token: 3.0E9 ms (expected: a duration",
        "`{\"metrics\":{}}\n{\"ttfts\":[1]}`|time to first token: none (expected: streamed answers)"
      })
  void file_isRefused(String text, String message) throws Exception {
    Path file = Files.writeString(work.resolve("file"), text.replace("\\n", "\n"));
    assertThatThrownBy(() -> new ResultFile(file, null, 1).read())
        .isInstanceOf(UnusableFileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void noFile_orAFolder_isNamed() {
    assertThatThrownBy(() -> new ResultFile(work.resolve("none"), null, 1).read())
        .hasMessage(work.resolve("none") + ": no such file (expected: a file of measurements)");
    assertThatThrownBy(() -> new ResultFile(work, null, 1).read())
        .hasMessage(work + ": the path: a folder (expected: a file)");
  }

  @Test
  void bytesThatAreNoText_areRefused() throws Exception {
    Path file = Files.write(work.resolve("file"), new byte[] {'t', (byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> new ResultFile(file, null, 1).read())
        .hasMessageContaining("bytes that are no text (expected: UTF-8)");
  }

  @Test
  void formThatWasSaid_isBelieved() throws Exception {
    Path file = Files.writeString(work.resolve("file"), "{\"ttfts\":[0.1],\"itls\":[[0.1]]}");
    assertThatThrownBy(() -> new ResultFile(file, Form.GUIDELLM, 1).read())
        .hasMessageContaining("/benchmarks: 0 of them");
    assertThat(new ResultFile(file, Form.VLLM, 1).read().form()).startsWith("vLLM");
  }

  @Test
  void runThatIsNotThere_isRefused() throws Exception {
    Path file = Files.writeString(work.resolve("file"), "ttft,itl\n1,1\n");
    assertThatThrownBy(() -> new ResultFile(file, null, 2).read())
        .hasMessageContaining("the file: one run (expected: a run 2)");
  }

  @Test
  void deepNesting_isRefused() throws Exception {
    Path file = Files.writeString(work.resolve("file"), "{\"a\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> new ResultFile(file, null, 1).read())
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("not JSON");
  }
}
