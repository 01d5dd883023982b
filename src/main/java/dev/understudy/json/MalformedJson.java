package dev.understudy.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Says what is wrong with a body that is not JSON as it is taken here: what was found, where, and
 * what was expected. The parser's own messages speak of its options and are not told. Immutable.
 */
final class MalformedJson {

  private static final int LONGEST_FOUND = 40;

  private final byte[] json;
  private final long line;
  private long column;
  private int offset;

  private MalformedJson(byte[] json, JsonLocation at) {
    this.json = json;
    this.line = at.getLineNr();
    this.column = at.getColumnNr();
    this.offset = (int) Math.min(at.getByteOffset(), json.length);
    stepBack();
  }

  /** The parser is past what it cannot read, where that is a number, a word or a control. */
  private void stepBack() {
    boolean inString = isInString();
    while (offset > 0 && isPassed(json[offset - 1], inString)) {
      offset--;
      column--;
    }
  }

  private static boolean isPassed(byte before, boolean inString) {
    boolean control = before >= 0 && before < ' ';
    return inString
        ? control
        : Character.isLetter(before)
            || "+-.".indexOf(before) >= 0
            || (control && !Character.isWhitespace(before));
  }

  /** The body is something else. */
  static UnderstudyException of(String message) {
    return new UnderstudyException(ErrorCode.MALFORMED_BODY, message, null);
  }

  /** What {@code parser} could not read. */
  static UnderstudyException of(byte[] json, JsonParser parser, JsonProcessingException failure) {
    JsonLocation at = failure.getLocation();
    if (failure instanceof StreamConstraintsException) {
      return tooLarge(parser);
    }
    MalformedJson malformed = new MalformedJson(json, at);
    String parsersWords = failure.getOriginalMessage();
    if (parsersWords.startsWith("Duplicate field")) {
      String name = brief(parser.getParsingContext().getCurrentName());
      return malformed.because("a second \"" + name + "\"", "each name once");
    }
    return parsersWords.startsWith("Invalid UTF-8")
        ? malformed.because("bytes that are no character", "UTF-8")
        : malformed.because(
            malformed.found(), malformed.expected(parser.getParsingContext().inObject()));
  }

  /** A number that no decimal can hold; the parser stands there. */
  static UnderstudyException number(byte[] json, JsonParser parser) throws IOException {
    return new MalformedJson(json, parser.currentTokenLocation())
        .because(brief(parser.getText()), "an exponent of at most 9 digits");
  }

  /** What stands after the value. */
  static UnderstudyException trailing(byte[] json, JsonLocation at) {
    MalformedJson malformed = new MalformedJson(json, at);
    return malformed.because(malformed.found(), "nothing after the value");
  }

  private static UnderstudyException tooLarge(JsonParser parser) {
    boolean deep = parser.getParsingContext().getNestingDepth() > Json.DEEPEST;
    JsonLocation at = parser.currentLocation();
    String what =
        deep
            ? "arrays and objects nested too deep (expected: at most %d)".formatted(Json.DEEPEST)
            : "a number, name or string too long (expected: at most %d, %d and %d characters)"
                .formatted(
                    Json.LONGEST_NUMBER,
                    StreamReadConstraints.DEFAULT_MAX_NAME_LEN,
                    StreamReadConstraints.DEFAULT_MAX_STRING_LEN);
    return of(
        "the body has, up to line %d, column %d, %s"
            .formatted(at.getLineNr(), at.getColumnNr(), what));
  }

  private static String brief(String text) {
    return text.length() <= LONGEST_FOUND ? text : text.substring(0, LONGEST_FOUND) + "...";
  }

  private UnderstudyException because(String found, String expected) {
    return of(
        "the body is not valid JSON at line %d, column %d: %s (expected: %s)"
            .formatted(line, column, found, expected));
  }

  /** What stands there; where in a body of another encoding is not known by the byte. */
  private String found() {
    if (offset < 0) {
      return "another character";
    }
    int end = offset;
    while (end < json.length && end < offset + LONGEST_FOUND && (json[end] & 0xFF) >= ' ') {
      end++;
    }
    if (end > offset) {
      return new String(json, offset, end - offset, StandardCharsets.UTF_8);
    }
    return offset < json.length ? "control character " + json[offset] : "the end";
  }

  private String expected(boolean inObject) {
    if (offset < 0) {
      return "JSON in UTF-8";
    }
    if (isInString()) {
      return offset == json.length
          ? "the end of a string"
          : "a string with controls and backslashes escaped";
    }
    int before = before();
    return switch (before) {
      case -1, ':' -> "a value";
      case '{' -> "a name in double quotes, or }";
      case '[' -> "a value, or ]";
      case ',' -> inObject ? "a name in double quotes" : "a value";
      case '"' -> inObject ? "a colon, a comma or }" : "a comma or ]";
      default -> inObject ? "a comma or }" : "a comma or ]";
    };
  }

  /** The last byte before that is no white space; -1 when there is none. */
  private int before() {
    for (int i = offset - 1; i >= 0; i--) {
      if (json[i] < 0 || json[i] > ' ') {
        return json[i];
      }
    }
    return -1;
  }

  private boolean isInString() {
    boolean inside = false;
    for (int i = 0; i < offset; i++) {
      if (json[i] == '"') {
        inside = !inside;
      } else if (inside && json[i] == '\\') {
        i++;
      }
    }
    return inside;
  }
}
