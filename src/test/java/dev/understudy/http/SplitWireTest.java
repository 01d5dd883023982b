package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.fault.Effect.Split.Where;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Where writes are cut. */
class SplitWireTest {

  private static String firstPart(String text, Where where) {
    Buffer part = Buffer.buffer(text);
    return part.getBuffer(0, SplitWire.position(part, where)).toString("ISO-8859-1");
  }

  @Test
  void aFrameIsCutInItsMiddle() {
    assertThat(firstPart("data: 1234\n\ndata: 5\n\n", Where.FRAMES)).isEqualTo("data:");
    assertThat(firstPart("{\"a\":1}", Where.FRAMES)).isEqualTo("{\"a");
  }

  @Test
  void itIsNotCutWithinACharacter() {
    // Eight bytes, the middle of which is the middle of the second character.
    assertThat(Buffer.buffer("\u20ac\u20ac\u00e9").length()).isEqualTo(8);
    assertThat(firstPart("\u20ac\u20ac\u00e9", Where.FRAMES)).hasSize(6);
  }

  @Test
  void utf8_cutsWithinTheFirstCharacterOfSeveralBytes() {
    assertThat(firstPart("data: caf\u00e9 \u20ac\n\n", Where.UTF8)).isEqualTo("data: caf\u00c3");
    assertThat(firstPart("data: cafe\n\n", Where.UTF8)).isEqualTo("data: cafe\n\n");
  }

  @Test
  void theLastFrameIsMalformed() {
    String frames = "data: {\"a\":1}\n\nevent: x\ndata: {\"b\":2}\n\n";

    assertThat(SseFrames.malformed(Buffer.buffer(frames)).toString())
        .isEqualTo("data: {\"a\":1}\n\nevent: x\ndata: {\"b\n\n");
    assertThat(SseFrames.malformed(Buffer.buffer()).toString()).isEqualTo("data: {\n\n");
  }
}
