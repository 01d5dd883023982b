package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.anthropic.ContentBlocks.Content;
import dev.understudy.anthropic.ContentBlocks.Place;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.wire.MediaForm;
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
        media.add(Medium.Image.ofBase64(base64(at, source), false));
      }
      case "url" -> {
        webUrl(at, source);
        media.add(Medium.Image.ofUsualSize(false));
      }
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
        media.add(Medium.File.ofBase64(base64(at, source)));
      }
      case "text" -> {
        shapes.oneOf(at, source, "media_type", Set.of("text/plain"));
        add(read, shapes.text(at, source, "data"));
      }
      case "content" -> blocks.into(read, at + ".content", source.path("content"), Place.INNER);
      case "url" -> {
        webUrl(at, source);
        media.add(new Medium.File(PAGE_BYTES));
      }
      case "file" -> {
        String id = shapes.text(at, source, "file_id");
        faults.require(!id.isEmpty(), at + ".file_id", "\"\"", "where the document is");
        media.add(new Medium.File(PAGE_BYTES));
      }
      default -> {} // a fault by now
    }
  }

  private String base64(String path, JsonNode source) {
    String data = shapes.text(path, source, "data");
    boolean ok = !source.path("data").isTextual() || MediaForm.isBase64(data);
    faults.require(ok, path + ".data", source.get("data"), "base64 of at least one byte");
    return data;
  }

  private void webUrl(String path, JsonNode source) {
    String url = shapes.text(path, source, "url");
    boolean ok = !source.path("url").isTextual() || MediaForm.isWebUrl(url);
    faults.require(ok, path + ".url", source.get("url"), "a URL of http or https");
  }

  private static void add(Content read, String text) {
    if (!text.isEmpty()) {
      read.add(text);
    }
  }
}
