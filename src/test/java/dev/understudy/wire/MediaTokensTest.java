package dev.understudy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples are those of the vendors' pages. */
class MediaTokensTest {

  private static ModelDefinition model(String id, String provider) {
    return ModelDefinition.builder(id).provider(provider).build();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, openai, 1024, 1024, false, 765",
    "gpt-4o, openai, 2048, 4096, false, 1105",
    "gpt-4o, openai, 4096, 8192, true, 85",
    "gpt-4o-mini, openai, 1024, 1024, false, 25501",
    "gpt-4.1-mini, openai, 1024, 1024, false, 1659",
    "gpt-5, openai, 1024, 1024, false, 630",
    "claude-sonnet-4-5, anthropic, 1000, 1000, false, 1334",
    "claude-sonnet-4-5, anthropic, 200, 200, false, 54",
    "gemini-2.5-pro, google, 300, 200, false, 258",
    "gemini-2.5-pro, google, 960, 540, false, 516",
    "qwen/qwen2.5-vl-72b, alibaba, 1024, 1024, false, 765"
  })
  void images(String id, String provider, int width, int height, boolean low, int tokens) {
    assertThat(MediaTokens.of(model(id, provider), List.of(new Medium.Image(width, height, low))))
        .isEqualTo(tokens);
  }

  private static String data(int width, int height, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @Test
  void theSizeOfAnImage_isReadFromItsBytes() throws IOException {
    for (String format : List.of("png", "jpg", "gif", "bmp")) {
      String url = "data:image/" + format + ";base64," + data(640, 480, format);
      assertThat(Medium.Image.of(url, false)).isEqualTo(new Medium.Image(640, 480, false));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a.png",
    "'data:,x'",
    "'data:image/png;base64,%%%'",
    "'data:image/png;base64,iVBORw0KGgo='",
    "'data:image/png;base64,AAAA'"
  })
  void otherImages_haveTheUsualSize(String url) {
    assertThat(Medium.Image.of(url, true)).isEqualTo(Medium.Image.ofUsualSize(true));
  }

  @Test
  void sound_isCountedByItsLength() {
    byte[] wav = new byte[44 + 32_000];
    wav[0] = 'R';
    wav[8] = 'W';
    wav[28] = (byte) (16_000 & 0xFF);
    wav[29] = (byte) (16_000 >> 8);
    Medium.Audio twoSeconds = Medium.Audio.ofBase64(Base64.getEncoder().encodeToString(wav));

    assertThat(twoSeconds.seconds()).isEqualTo(2);
    assertThat(MediaTokens.of(model("gpt-4o-audio-preview", "openai"), List.of(twoSeconds)))
        .isEqualTo(20);
    assertThat(MediaTokens.of(model("gemini-2.5-flash", "google"), List.of(twoSeconds)))
        .isEqualTo(64);
    assertThat(Medium.Audio.ofBase64("%").seconds()).isZero();
  }

  @Test
  void files_areCountedByTheirSize() {
    String url = "data:application/pdf;base64," + "QUFB".repeat(100);
    assertThat(MediaTokens.of(model("gpt-4o", "openai"), List.of(Medium.File.ofBase64(url))))
        .isEqualTo(75);
  }
}
