package dev.understudy.fit;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of samples with a header: a column of times to first token, one of inter-token
 * latencies, and if there is one of prompt tokens, which belong to the TTFT of their row. A cell
 * may be empty. Columns are separated by commas, semicolons or tabs; others are ignored. Confined
 * to one thread.
 */
final class CsvReader {

  private static final Pattern LATENCY =
      Pattern.compile(
          "(ttft|time_to_first_token|itl|inter_token_latency)(?:_?[(\\[]?(s|sec|secs|seconds|ms|millis"
              + "|milliseconds|us|\u00b5s|\u03bcs|micros|microseconds)[)\\]]?)?");

  private static final Pattern PROMPT =
      Pattern.compile("(prompt|input)_(tokens|len|length)|isl|input_sequence_length");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private final BufferedReader in;
  private final DoubleStream.Builder ttft = DoubleStream.builder();
  private final DoubleStream.Builder itl = DoubleStream.builder();
  private final DoubleStream.Builder prompts = DoubleStream.builder();
  private String separator = ",";
  private Column ttftColumn = Column.NONE;
  private Column itlColumn = Column.NONE;
  private int promptColumn = -1;
  private int line = 1;

  /** Where a latency stands, and what its unit is. */
  private record Column(int index, String name, double secondsPerUnit) {
    static final Column NONE = new Column(-1, "", 1);
  }

  private CsvReader(BufferedReader in) {
    this.in = in;
  }

  static Measurements read(BufferedReader in) throws IOException {
    CsvReader reader = new CsvReader(in);
    reader.header();
    reader.rows();
    return reader.measurements();
  }

  private void header() throws IOException {
    String header = in.readLine();
    if (header == null || header.isBlank()) {
      throw UnusableFileException.at("line 1", "empty", "a header with the columns ttft and itl");
    }
    for (String other : new String[] {"\t", ";"}) {
      separator = header.contains(other) ? other : separator;
    }
    String[] names = header.split(separator, -1);
    for (int i = 0; i < names.length; i++) {
      name(i, unquoted(names[i]).toLowerCase(Locale.ROOT).replaceAll("[ .-]+", "_"));
    }
    if (ttftColumn.index < 0 || itlColumn.index < 0) {
      throw UnusableFileException.at(
          "line 1",
          header.length() > 120 ? header.substring(0, 120) + "..." : header,
          "a header with the columns ttft and itl (seconds; or ttft_ms, itl_us ...)");
    }
  }

  private void name(int index, String name) {
    Matcher latency = LATENCY.matcher(name);
    if (latency.matches()) {
      Column column = new Column(index, name, unit(latency.group(2)));
      boolean first = latency.group(1).startsWith("t");
      if ((first ? ttftColumn : itlColumn).index >= 0) {
        throw UnusableFileException.at("line 1", name, "one column of that latency");
      }
      if (first) {
        ttftColumn = column;
      } else {
        itlColumn = column;
      }
    } else if (PROMPT.matcher(name).matches()) {
      promptColumn = index;
    }
  }

  private static double unit(@Nullable String name) {
    if (name == null || name.startsWith("s")) {
      return 1;
    }
    return name.startsWith("mil") || name.equals("ms") ? 1e-3 : 1e-6;
  }

  private void rows() throws IOException {
    for (String row = in.readLine(); row != null; row = in.readLine()) {
      line++;
      if (row.isBlank()) {
        continue;
      }
      String[] cells = row.split(separator, -1);
      double first = duration(cells, ttftColumn);
      if (!Double.isNaN(first)) {
        ttft.add(first);
        prompts.add(promptColumn < 0 ? Double.NaN : number(cells, promptColumn, "prompt tokens"));
      }
      double gap = duration(cells, itlColumn);
      if (!Double.isNaN(gap)) {
        itl.add(gap);
      }
    }
  }

  private double duration(String[] cells, Column column) {
    double seconds = number(cells, column.index, column.name) * column.secondsPerUnit;
    if (seconds > 3600) {
      throw refused(cells[column.index], column.name, "a duration from 0 to 3600 seconds");
    }
    return seconds;
  }

  /** Not a number where the cell is empty. */
  private double number(String[] cells, int index, String column) {
    String cell = index < cells.length ? unquoted(cells[index]) : "";
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw refused(cell, column, "a number from 0, or nothing");
    }
    return value;
  }

  private UnusableFileException refused(String cell, String column, String expected) {
    String shown = cell.length() > 120 ? cell.substring(0, 120) + "..." : cell;
    return UnusableFileException.at("line %d, %s".formatted(line, column), shown, expected);
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  private Measurements measurements() {
    double[] first = ttft.build().toArray();
    double[] gaps = itl.build().toArray();
    if (first.length == 0 || gaps.length == 0) {
      throw UnusableFileException.at(
          "the columns ttft and itl",
          "%d and %d samples".formatted(first.length, gaps.length),
          "some of both");
    }
    return new Measurements(
        "a table of samples",
        Samples.of(first),
        Samples.of(gaps),
        first,
        prompts.build().toArray(),
        List.of());
  }
}
