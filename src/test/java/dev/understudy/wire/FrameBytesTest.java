package dev.understudy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FrameBytesTest {

  @Property
  void addQuoted_anyText_isReadBackAsItWas(@ForAll String text) throws JsonProcessingException {
    assertThat(new ObjectMapper().readValue(quoted(text), String.class)).isEqualTo(text);
  }

  @Example
  void addQuoted_halfOfASurrogatePair_isAnEscape() {
    assertThat(quoted("a\uD800 \uD83D\uDE00\uDC00")).isEqualTo("\"a\\ud800 \uD83D\uDE00\\udc00\"");
  }

  private static String quoted(String text) {
    return new String(new FrameBytes(0).addQuoted(text).toByteArray(), StandardCharsets.UTF_8);
  }
}
