package dev.understudy.fit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values one after the other, whatever the size of the file: only what is asked for is
 * kept. Refuses with the place. Confined to one thread.
 */
final class JsonCursor implements Closeable {

  private static final double LONGEST_SECONDS = 3600;

  /** Python writes not-a-number, so it is read, and refused where a duration is expected. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** What to do with the fields of an object; values that it leaves are skipped. */
  @FunctionalInterface
  interface Fields {
    /** The cursor stands at the value of that field. */
    void read(String name) throws IOException;
  }

  /** What to do with the elements of an array. */
  @FunctionalInterface
  interface Elements {
    /** The cursor stands at that element. */
    void read(int index) throws IOException;
  }

  private final JsonParser parser;

  JsonCursor(InputStream in) throws IOException {
    this.parser = FACTORY.createParser(in);
  }

  /** Goes to the next value at the root; false at the end of the file. */
  boolean nextRoot() throws IOException {
    return parser.nextToken() != null;
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isTrue() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** The fields of the object here; null has none. */
  void object(Fields fields) throws IOException {
    if (isNull()) {
      return;
    }
    if (!isObject()) {
      throw refused("an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.read(name);
      parser.skipChildren(); // nothing where the value was read
    }
  }

  /** The first thing that is made of a field of the object here, read no further than that. */
  <T> @Nullable T firstOf(Function<String, @Nullable T> maker) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      T made = maker.apply(parser.currentName());
      if (made != null) {
        return made;
      }
      parser.nextToken();
      parser.skipChildren();
    }
    return null;
  }

  /** The elements of the array here; null has none. */
  void array(Elements elements) throws IOException {
    if (isNull()) {
      return;
    }
    if (!isArray()) {
      throw refused("an array");
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      elements.read(i);
      parser.skipChildren();
    }
  }

  /** The durations of the array here, in seconds. */
  double[] durations(double secondsPerUnit) throws IOException {
    DoubleStream.Builder all = DoubleStream.builder();
    array(index -> all.add(duration(secondsPerUnit)));
    return all.build().toArray();
  }

  /** The duration here, in seconds. */
  double duration(double secondsPerUnit) throws IOException {
    double seconds = isNumber() ? parser.getDoubleValue() * secondsPerUnit : Double.NaN;
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw refused("a duration from 0 to 3600 seconds");
    }
    return seconds;
  }

  /** The number here, from 0; null where there is null. */
  @Nullable Double number() throws IOException {
    if (isNull()) {
      return null;
    }
    double value = isNumber() ? parser.getDoubleValue() : Double.NaN;
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw refused("a number from 0");
    }
    return value;
  }

  private boolean isNumber() {
    return parser.currentToken().isNumeric();
  }

  /** The text here; null where there is something else. */
  @Nullable String text() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
  }

  /** A refusal of the value here. */
  UnusableFileException refused(String expected) throws IOException {
    String found =
        switch (parser.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          default -> shortened(parser.getText());
        };
    String place = parser.getParsingContext().pathAsPointer().toString();
    return UnusableFileException.at(
        "%s, %s".formatted(line(parser.currentTokenLocation()), place.isEmpty() ? "/" : place),
        found,
        expected);
  }

  /** What to say of text that is no JSON. */
  static UnusableFileException malformed(JsonProcessingException failure) {
    JsonLocation at = failure.getLocation();
    String place = at == null ? "the file" : line(at);
    if (failure instanceof JsonEOFException) {
      return new UnusableFileException(place + ": the file ends inside a value: it was cut off");
    }
    String message = failure.getOriginalMessage();
    int end = message.indexOf('\n');
    return new UnusableFileException(
        "%s: not JSON: %s"
            .formatted(place, shortened(end < 0 ? message : message.substring(0, end))));
  }

  private static String line(JsonLocation at) {
    return "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String shortened(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
