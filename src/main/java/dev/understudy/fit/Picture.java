package dev.understudy.fit;

import java.util.List;
import java.util.Locale;

/**
 * Draws the TTFT and ITL of a profile and of measurements beside each other, as SVG that needs
 * nothing else and follows the reader's light or dark scheme. Bars and lines are shares by bar: a
 * line at some duration is the share of a bar that had its middle there.
 */
public final class Picture {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 474;
  private static final int PANEL_WIDTH = 480;
  private static final int TOP = 78;
  private static final int LONGEST_NOTE = 140;

  /** Without variables, which some programs that draw SVG do not know. */
  private static final String STYLE =
      """
      text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2937; }
      .title { font-size: 17px; font-weight: 600; }
      .name { font-size: 14px; font-weight: 600; }
      .small { font-size: 12px; }
      .quiet { font-size: 12px; fill: #5b6472; }
      .ground { fill: #ffffff; }
      .grid { stroke: #e5e7eb; }
      .axis { stroke: #6b7280; }
      .bar { fill: #a9c6ea; }
      .line { fill: none; stroke: #c2410c; stroke-width: 2; stroke-linejoin: round; }
      .mark-measured { stroke: #2563a8; stroke-width: 1.5; }
      .mark-planned { stroke: #c2410c; stroke-width: 1.5; stroke-dasharray: 5 3; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e5e7eb; }
        .quiet { fill: #9ca3af; }
        .ground { fill: #10151d; }
        .grid { stroke: #2b3442; }
        .axis { stroke: #9ca3af; }
        .bar { fill: #33567f; }
        .line, .mark-planned { stroke: #fb923c; }
        .mark-measured { stroke: #7fb2ec; }
      }
      """;

  private final StringBuilder svg = new StringBuilder();

  private Picture() {}

  /**
   * The picture.
   *
   * @param title whose latency it is
   * @param notes up to two lines below the title
   */
  public static String svg(String title, List<String> notes, Panel left, Panel right) {
    Picture picture = new Picture();
    picture.open(title);
    picture.text(20, 30, "title", shortened(title));
    for (int i = 0; i < notes.size(); i++) {
      picture.text(20, 49 + 17.0 * i, "quiet", shortened(notes.get(i)));
    }
    new Plot(picture, left, 20, TOP).draw();
    new Plot(picture, right, 20 + PANEL_WIDTH, TOP).draw();
    return picture.svg.append("</svg>\n").toString();
  }

  private void open(String title) {
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n"
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    svg.append("<title>").append(escaped("Latency of " + title)).append("</title>\n");
    svg.append("<style>\n").append(STYLE).append("</style>\n");
    rect(0, 0, WIDTH, HEIGHT, "ground");
  }

  void rect(double x, double y, double width, double height, String style) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>%n",
            style,
            x,
            y,
            width,
            height));
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"/>%n",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  void polyline(List<double[]> points, String style) {
    svg.append("<polyline class=\"").append(style).append("\" points=\"");
    for (double[] point : points) {
      svg.append(String.format(Locale.ROOT, "%.2f,%.2f ", point[0], point[1]));
    }
    svg.append("\"/>\n");
  }

  void text(double x, double y, String style, String words) {
    text(x, y, style, "start", words);
  }

  void text(double x, double y, String style, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\">",
            style,
            x,
            y,
            anchor));
    svg.append(escaped(words)).append("</text>\n");
  }

  private static String shortened(String words) {
    return words.length() > LONGEST_NOTE ? words.substring(0, LONGEST_NOTE) + "..." : words;
  }

  /** Without what XML cannot say. */
  private static String escaped(String words) {
    return words
        .replaceAll("[^\\t\\x20-\\uD7FF\\uE000-\\uFFFD]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
