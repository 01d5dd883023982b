package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.anthropic.ContentBlocks.Content;
import dev.understudy.anthropic.ContentBlocks.Place;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.wire.Medium;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads where images and documents come from. Confined to one thread. */
final class MediaSources {

  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  /** A document that is not sent along is taken for one page of 2,000 tokens, four bytes each. */
  private static final int PAGE_BYTES = 8_000;

  private final Faults faults;
  private final Shapes shapes;
  private final ContentBlocks blocks;
  private final Map<RequestFeature, String> features;
  private final List<Medium> media;

  MediaSources(
      Faults faults,
      Shapes shapes,
      ContentBlocks blocks,
      Map<RequestFeature, String> features,
      List<Medium> media) {
    this.faults = faults;
    this.shapes = shapes;
    this.blocks = blocks;
    this.features = features;
    this.media = media;
  }

  /** An image, by its bytes, its URL or its id. */
  void image(String path, JsonNode block) {
    String at = path + ".source";
    JsonNode source = block.path("source");
    if (!shapes.isObject(at, block.get("source"))) {
      return;
    }
    features.put(RequestFeature.IMAGE, "messages");
    switch (shapes.oneOf(at, source, "type", Set.of("base64", "url", "file"))) {
      case "base64" -> {
        shapes.oneOf(at, source, "media_type", IMAGES);
        media.add(Medium.Image.ofBase64(shapes.text(at, source, "data"), false));
      }
      case "url" -> media.add(Medium.Image.of(shapes.text(at, source, "url"), false));
      case "file" -> {
        shapes.text(at, source, "file_id");
        media.add(Medium.Image.ofUsualSize(false));
      }
      default -> {} // a fault by now
    }
  }

  /** A document: a PDF, a text, or blocks. */
  void document(Content read, String path, JsonNode block) {
    String at = path + ".source";
    JsonNode source = block.path("source");
    if (!shapes.isObject(at, block.get("source"))) {
      return;
    }
    add(read, shapes.optionalText(path, block, "title"));
    add(read, shapes.optionalText(path, block, "context"));
    Set<String> types = Set.of("base64", "text", "content", "url", "file");
    switch (shapes.oneOf(at, source, "type", types)) {
      case "base64" -> {
        shapes.oneOf(at, source, "media_type", Set.of("application/pdf"));
        media.add(Medium.File.ofBase64(shapes.text(at, source, "data")));
      }
      case "text" -> {
        shapes.oneOf(at, source, "media_type", Set.of("text/plain"));
        add(read, shapes.text(at, source, "data"));
      }
      case "content" -> blocks.into(read, at + ".content", source.path("content"), Place.INNER);
      case "url" -> page(at, source, "url");
      case "file" -> page(at, source, "file_id");
      default -> {} // a fault by now
    }
  }

  private void page(String path, JsonNode source, String name) {
    String where = shapes.text(path, source, name);
    faults.require(!where.isEmpty(), path + "." + name, "\"\"", "where the document is");
    media.add(new Medium.File(PAGE_BYTES));
  }

  private static void add(Content read, String text) {
    if (!text.isEmpty()) {
      read.add(text);
    }
  }
}
