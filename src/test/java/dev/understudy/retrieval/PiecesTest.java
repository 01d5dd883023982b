package dev.understudy.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiecesTest {

  private static String joined(Pieces pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.all().forEach(all::writeBytes);
    return all.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-1, -1",
    "0.5, 0.5",
    "-0.25, -0.25",
    "0.0123, 0.0123",
    "1e-8, 0.00000001",
    "-4e-9, 0",
    "0.99999994, 0.99999994",
    "-0.0000999, -0.0000999"
  })
  void component_isTheShortestDecimalOfEightPlaces(float component, String written) {
    assertThat(joined(new Pieces().component(component))).isEqualTo(written);
  }

  @Test
  void component_readsBackAsRounded() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      float component = (float) (random.nextDouble() * 2 - 1);
      String written = joined(new Pieces().component(component));
      assertThat((float) Double.parseDouble(written)).isEqualTo(Pieces.rounded(component));
    }
  }

  @Test
  void all_isWhatWasWritten_inPiecesOfLimitedSize() {
    StringBuilder expected = new StringBuilder();
    Pieces pieces = new Pieces();
    for (int i = 0; i < 30_000; i++) {
      pieces.text("é,").component(-0.125f).ascii(';');
      expected.append("é,-0.125;");
    }
    String large = "x".repeat(200_000);
    pieces.text(large).text("");
    expected.append(large);

    assertThat(joined(pieces)).isEqualTo(expected.toString());
    assertThat(pieces.all()).hasSizeGreaterThan(6).allMatch(piece -> piece.length <= 65_536);
  }

  @Test
  void all_ofNothing_isOneEmptyPiece() {
    List<byte[]> all = new Pieces().all();
    assertThat(all).hasSize(1);
    assertThat(all.get(0)).isEmpty();
  }
}
