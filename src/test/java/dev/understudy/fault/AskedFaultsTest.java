package dev.understudy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests may ask for, and how they are told that they may not. */
class AskedFaultsTest {

  private static List<FaultSpec> header(String value) {
    return AskedFaults.ofHeader(List.of(value)).specs();
  }

  private static AskedFaults body(String json) {
    return AskedFaults.ofBody((ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=429",
        "status=429;retry_after=2s",
        "status=429;code=insufficient_quota;type=insufficient_quota;retry_after=20ms;delay=1s",
        "slow_start=2s",
        "stall_after=5;for=300ms",
        "cut_after=3-9",
        "reset_after=0",
        "malformed_after=4",
        "error_after=4;status=529",
        "split=frames",
        "split=utf8",
        "tokens_per_chunk=2-6",
        "keep_alive=15s"
      })
  void everyFaultIsReadAsItIsNamed(String text) {
    FaultSpec spec = header(text).get(0);

    assertThat(spec.effect()).hasToString(text);
    assertThat(spec.rate()).isEqualTo(1);
    assertThat(spec.first()).isZero();
    assertThat(spec.origin()).isEqualTo("source=header");
  }

  @Test
  void aHeaderHasSeveralFaults_alsoWhenItIsThereTwice() {
    List<FaultSpec> specs =
        AskedFaults.ofHeader(
                List.of("status=500; first=2, cut_after=3;rate=0.25", "name=mine;slow_start=1s"))
            .specs();

    assertThat(specs)
        .extracting(spec -> spec.effect().kind())
        .containsExactly(FaultKind.STATUS, FaultKind.CUT, FaultKind.SLOW_START);
    assertThat(specs.get(0).first()).isEqualTo(2);
    assertThat(specs.get(1).rate()).isEqualTo(0.25);
    assertThat(specs.get(2).origin()).isEqualTo("header=mine");
    assertThat(specs).extracting(FaultSpec::id).doesNotHaveDuplicates();
  }

  @Test
  void none_keepsRulesAway() {
    assertThat(AskedFaults.ofHeader(List.of("none")).exempt()).isTrue();
    assertThat(AskedFaults.ofHeader(List.of())).isSameAs(AskedFaults.NONE);
    assertThat(body("{\"model\":\"m\",\"simulation\":{\"ttft\":1}}")).isSameAs(AskedFaults.NONE);
  }

  @Test
  void theBodyHasTheSameKeys_asObjectOrArray() {
    String one = "{\"status\":503,\"rate\":0.0001,\"retry_after\":\"2s\"}";
    String other = "{\"tokens_per_chunk\":4}";

    AskedFaults single = body("{\"simulation\":{\"fault\":" + one + "}}");
    AskedFaults both = body("{\"simulation\":{\"fault\":[" + one + "," + other + "]}}");

    assertThat(single.specs()).singleElement().extracting(FaultSpec::rate).isEqualTo(0.0001);
    assertThat(both.specs())
        .extracting(spec -> spec.effect().toString())
        .containsExactly("status=503;retry_after=2s", "tokens_per_chunk=4");
    assertThat(both.specs()).extracting(FaultSpec::source).containsOnly(FaultSource.BODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status=200 | understudy-fault[0].status: 200 (expected: a whole number from 400 to 599)",
        "status=429;rate=2 | understudy-fault[0].rate: 2 (expected: a share of requests from 0 to 1)",
        "status=429;rate=1e9 | understudy-fault[0].rate: 1e9 (expected: a share of requests from 0 to 1)",
        "status=429;rate=0.5;first=2 | understudy-fault[0].first: 2 (expected: no rate beside it, or rate alone)",
        "cut_after=3,status=99 | understudy-fault[1].status: 99 (expected: a whole number from 400 to 599)",
        "cut_after=9-3 | understudy-fault[0].cut_after: 9-3 (expected: a number of tokens from 0 to 1000000, or a range as 3-9)",
        "tokens_per_chunk=0 | understudy-fault[0].tokens_per_chunk: 0 (expected: a number of tokens from 1 to 1000000, or a range as 3-9)",
        "stall_after=3 | understudy-fault[0].for: missing (expected: a duration with its unit up to 1h, as 200ms, 0.5s or 2m)",
        "slow_start=3 | understudy-fault[0].slow_start: 3 (expected: a duration with its unit up to 1h, as 200ms, 0.5s or 2m)",
        "split=words | understudy-fault[0].split: words (expected: one of frames, utf8)",
        "cut_after=3;retry_after=2s | understudy-fault[0].retry_after: \"2s\" (expected: no such field)",
        "cut_after=3;stall_after=2;for=1s | understudy-fault[0]: stall_after and cut_after (expected: one of status, slow_start, stall_after, cut_after, reset_after, malformed_after, error_after, split, tokens_per_chunk, keep_alive)",
        "status=429;code=a b | understudy-fault[0].code: a b (expected: at most 64 letters, digits and _ . -)"
      })
  void whatIsWrongIsNamed(String header, String message) {
    assertThatThrownBy(() -> header(header))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            failure -> {
              assertThat(failure.message()).contains(message);
              assertThat(failure.param()).isEqualTo("understudy-fault");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "oops", "=3", "status=429;;", "status=429;status=500", ",", "none,none"})
  void whatIsNoKeyAndValueIsRefused(String header) {
    assertThatThrownBy(() -> header(header))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("expected: keys and values as in status=429");
  }

  @Test
  void faultsOfTheBodySayTheirPath() {
    assertThatThrownBy(
            () -> body("{\"simulation\":{\"fault\":[{\"cut_after\":3},{\"status\":[1]}]}}"))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            failure -> assertThat(failure.param()).startsWith("simulation.fault[1]"))
        .hasMessageContaining("simulation.fault[1].status: [1] (expected: a text or a number)");
    assertThatThrownBy(() -> body("{\"simulation\":{\"fault\":\"cut\"}}"))
        .hasMessageContaining("simulation.fault: \"cut\" (expected: an object)");
  }
}
