package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Spike;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures are XML that shows what it should. */
class PictureTest {

  private static final LatencyDistribution TTFT = LatencyDistribution.normal(0.5, 0.1);
  private static final LatencyDistribution ITL =
      LatencyDistribution.lognormal(0.02, 0.004).withSpike(new Spike(0.02, 10));
  private static final Panel LEFT =
      new Panel("Time to first token", Samples.of(Draws.of(TTFT, 1, 5_000)), "planned", TTFT);
  private static final Panel RIGHT = new Panel("Inter-token latency", null, "planned", ITL);

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document svg, String name, String style) {
    List<Element> found = new ArrayList<>();
    NodeList all = svg.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Element element && element.getAttribute("class").equals(style)) {
        found.add(element);
      }
    }
    return found;
  }

  @Test
  void bars_lines_marks_andTable_areThere() throws Exception {
    Document svg = parsed(Picture.svg("acme/road-1", List.of("made up"), LEFT, RIGHT));
    assertThat(elements(svg, "rect", "bar")).hasSizeBetween(30, 49);
    assertThat(elements(svg, "polyline", "line")).hasSize(2);
    assertThat(elements(svg, "line", "mark-measured")).hasSize(3);
    assertThat(elements(svg, "line", "mark-planned")).hasSize(6);
    assertThat(elements(svg, "text", "small"))
        .extracting(Element::getTextContent)
        .contains("p50", "p95", "p99", "measured", "planned", "500 ms");
    assertThat(elements(svg, "text", "quiet"))
        .extracting(Element::getTextContent)
        .contains("made up")
        .anySatisfy(text -> assertThat(text).startsWith("ms; 0.1 % of measured"))
        .anySatisfy(text -> assertThat(text).startsWith("ms, logarithmic"));
  }

  /** The bars add up to all that is shown, each as high as its share. */
  @Test
  void bars_areShares() throws Exception {
    Document svg = parsed(Picture.svg("a", List.of(), LEFT, RIGHT));
    List<Element> bars = elements(svg, "rect", "bar");
    double highest = bars.stream().mapToDouble(bar -> number(bar, "height")).max().orElseThrow();
    double mode =
        bars.stream()
            .filter(bar -> number(bar, "height") == highest)
            .mapToDouble(bar -> number(bar, "x"))
            .findFirst()
            .orElseThrow();
    double median = number(elements(svg, "line", "mark-measured").get(0), "x1");
    assertThat(mode).isCloseTo(median, within(30.0));
    assertThat(highest).isBetween(180.0, 220.0);
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void hostileTitles_stayText() throws Exception {
    String title = "<script>&\"'\u0000\uD800]]>";
    Document svg = parsed(Picture.svg(title, List.of(title), LEFT, RIGHT));
    assertThat(elements(svg, "text", "title").get(0).getTextContent())
        .isEqualTo("<script>&\"'??]]>");
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void needsNothingElse_andFollowsTheScheme() {
    String svg = Picture.svg("a", List.of(), LEFT, RIGHT);
    assertThat(svg)
        .contains("prefers-color-scheme: dark")
        .doesNotContain("href", "url(", "@import", "NaN", "Infinity");
  }

  @Test
  void figuresAlone_areMarked() throws Exception {
    Summary summary = new Summary(9, 0.5, 0.1, new TreeMap<>(Map.of(0.5, 0.49, 0.99, 0.7)));
    Document svg =
        parsed(Picture.svg("a", List.of(), new Panel("TTFT", summary, "fitted", TTFT), RIGHT));
    assertThat(elements(svg, "line", "mark-measured")).hasSize(2);
    assertThat(elements(svg, "rect", "bar")).hasSize(1); // that of the legend
  }

  @Test
  void constants_areDrawn() throws Exception {
    Panel constant = new Panel("ITL", null, "planned", LatencyDistribution.constant(0.02));
    Panel none = new Panel("ITL", null, "planned", LatencyDistribution.constant(0));
    String svg = Picture.svg("a", List.of(), constant, none);
    assertThat(elements(parsed(svg), "polyline", "line")).hasSize(2);
    assertThat(svg).doesNotContain("NaN", "Infinity");
  }

  @Test
  void axis_hasRoundTicks() {
    assertThat(Axis.linearTicks(0, 0.37, 6)).hasSize(8).contains(0.1, 0.2);
    assertThat(new Axis(0.004, 0.3, true).ticks())
        .containsExactly(0.005, 0.01, 0.02, 0.05, 0.1, 0.2);
    assertThat(new Axis(0, 2, false).unit()).isEqualTo(Axis.Unit.SECONDS);
    assertThat(new Axis(0, 1e-3, false).unit()).isEqualTo(Axis.Unit.MICROS);
  }
}
