package dev.understudy.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Layers;
import dev.understudy.registry.Recovered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a registry holds, as text: a head with a version and a checksum of what follows, then a
 * model a line.
 */
public final class SnapshotFile {

  /** The form that this program writes, and the latest that it reads. */
  static final int VERSION = 1;

  /** Of such a text. */
  public static final String MEDIA_TYPE = "application/vnd.understudy.snapshot+json";

  private static final String HEAD = "understudy_snapshot";

  private SnapshotFile() {}

  /**
   * Puts a text in the place of a file: beside it, onto the disk, and then over it. Blocks.
   *
   * @throws IOException when it cannot be written; the file is as it was
   */
  public static void save(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The text; slow when there are many models. */
  public static String write(Recovered kept, Instant at) {
    StringBuilder models = new StringBuilder();
    kept.models().stream()
        .sorted(Comparator.comparing(Recovered.Model::id))
        .forEach(model -> models.append(line(model)).append('\n'));
    String body = models.toString();
    ObjectNode head = Json.mapper().createObjectNode();
    head.put(HEAD, VERSION);
    head.put("epoch", kept.epoch());
    head.put("revision", kept.revision().number());
    head.put("at", at.toString());
    head.put("models", kept.models().size());
    head.put("sha256", sha256(body));
    return head + "\n" + body;
  }

  private static String line(Recovered.Model model) {
    ObjectNode line = Json.mapper().createObjectNode();
    line.put("id", model.id());
    line.put("revision", model.revision().number());
    put(
        line,
        "definition",
        model.definition() == null ? null : StoredForms.write(model.definition()));
    put(line, "layers", StoredForms.write(model.layers()));
    return line.toString();
  }

  private static void put(ObjectNode line, String name, @Nullable String json) {
    if (json != null) {
      line.putRawValue(name, new RawValue(json));
    }
  }

  /**
   * Reads a text; slow when there are many models.
   *
   * @throws UnderstudyException INVALID_REQUEST when it is not whole, or of a later form
   */
  public static Recovered read(String text) {
    int end = text.indexOf('\n');
    JsonNode head = tree(1, end < 0 ? text : text.substring(0, end));
    JsonNode form = head.path(HEAD);
    if (!form.isInt() || form.intValue() < 1 || form.intValue() > VERSION) {
      throw refused(
          HEAD,
          form.isMissingNode() ? "not there" : form,
          VERSION + " or less, as the first line of a snapshot has it");
    }
    String body = end < 0 ? "" : text.substring(end + 1);
    String sum = sha256(body);
    if (!sum.equals(head.path("sha256").asText())) {
      throw refused("sha256", head.path("sha256"), sum + ": that of the file's models");
    }
    List<Recovered.Model> models = new ArrayList<>();
    for (String line : body.lines().toList()) {
      models.add(model(models.size() + 2, line));
    }
    return new Recovered(
        head.path("epoch").asText(), new Revision(head.path("revision").asLong()), models);
  }

  private static Recovered.Model model(int number, String text) {
    JsonNode line = tree(number, text);
    JsonNode definition = line.get("definition");
    JsonNode layers = line.get("layers");
    try {
      ModelDefinition shown =
          definition == null ? null : Json.mapper().treeToValue(definition, ModelDefinition.class);
      Layers held = StoredForms.layers(shown, layers == null ? null : layers.toString());
      Revision revision = new Revision(line.path("revision").asLong());
      return new Recovered.Model(line.path("id").asText(), revision, shown, held);
    } catch (JsonProcessingException | UncheckedIOException | InvalidModelException e) {
      throw refused("line " + number, line.path("id"), "a model: " + e.getMessage());
    }
  }

  private static JsonNode tree(int number, String line) {
    try {
      return Json.mapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw refused("line " + number, e.getOriginalMessage(), "JSON");
    }
  }

  private static UnderstudyException refused(String where, Object value, String expected) {
    return new UnderstudyException(
        ErrorCode.INVALID_REQUEST,
        "snapshot: %s: %s (expected: %s)".formatted(where, value, expected),
        null);
  }

  private static String sha256(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
