package dev.understudy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaFormTest {

  @ParameterizedTest
  @CsvSource({
    "AAAA, true",
    "ab+/, true",
    "AAA=, true",
    "AA==, true",
    "'AAAA\r\nAAAA\n', true",
    "'', false",
    "'\n', false",
    "AAA, false",
    "A===, false",
    "====, false",
    "AA=A, false",
    "AA-_, false",
    "'AA A', false",
    "AAAé, false"
  })
  void base64(String data, boolean valid) {
    assertThat(MediaForm.isBase64(data)).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "'data:image/png;base64,AAAA', true",
    "'DATA:IMAGE/png;charset=x;BASE64,AAAA', true",
    "'data:image/png;base64,', false",
    "'data:image/png;base64', false",
    "'data:image/png,AAAA', false",
    "'data:audio/wav;base64,AAAA', false",
    "'data:,x', false",
    "'image/png;base64,AAAA', false"
  })
  void dataUrl(String url, boolean valid) {
    assertThat(MediaForm.isDataUrl(url, "image/")).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a.png, true",
    "HTTP://h, true",
    "https://, false",
    "https:///a, false",
    "https://?a, false",
    "ftp://h, false",
    "h, false",
    "'', false"
  })
  void webUrl(String url, boolean valid) {
    assertThat(MediaForm.isWebUrl(url)).isEqualTo(valid);
  }

  @Test
  void aDataUrlOfAnythingMayLeaveOutItsType() {
    assertThat(MediaForm.isDataUrl("data:;base64,eHh4", "")).isTrue();
  }
}
