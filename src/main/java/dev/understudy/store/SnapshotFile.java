package dev.understudy.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
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
    // Of what stands whole the definition tells all that a restore needs.
    boolean isWhole = model.layers().above() instanceof Layers.Whole;
    put(line, "layers", isWhole ? null : StoredForms.write(model.layers()));
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
    JsonNode head = tree("line 1", end < 0 ? text : text.substring(0, end));
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
    List<String> lines = body.lines().toList();
    JsonNode count = head.path("models");
    if (!count.isInt() || count.intValue() != lines.size()) {
      throw refused("models", count, lines.size() + ": so many lines follow");
    }
    Revision revision = revision("revision", head);
    Set<String> ids = new HashSet<>();
    List<Recovered.Model> models = new ArrayList<>();
    for (String line : lines) {
      String where = "line " + (models.size() + 2);
      Recovered.Model model = model(where, tree(where, line));
      if (!ids.add(model.id())) {
        throw refused(where, model.id(), "each id once");
      }
      models.add(model);
    }
    return new Recovered(head.path("epoch").asText(), revision, models);
  }

  private static Revision revision(String where, JsonNode holder) {
    JsonNode number = holder.path("revision");
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw refused(where, number, "a revision, a whole number from 0 to " + Long.MAX_VALUE);
    }
    return new Revision(number.longValue());
  }

  private static Recovered.Model model(String where, JsonNode line) {
    JsonNode id = line.path("id");
    JsonNode definition = line.path("definition");
    JsonNode layers = line.path("layers");
    boolean isModel = definition.isObject() && definition.path("id").equals(id);
    boolean isHidden = definition.isMissingNode() && layers.isObject();
    if (!id.isTextual() || !(isModel || isHidden) || !areLayers(layers)) {
      throw refused(where, line, "an id, and its definition or what was written over it");
    }
    Revision revision = revision(where, line);
    try {
      ModelDefinition shown =
          isModel ? Json.mapper().treeToValue(definition, ModelDefinition.class) : null;
      Layers held = StoredForms.layers(shown, layers.isObject() ? layers.toString() : null);
      return new Recovered.Model(id.textValue(), revision, shown, held);
    } catch (JsonProcessingException | UncheckedIOException | InvalidModelException e) {
      throw refused(where, id, "a model: " + e.getMessage());
    }
  }

  private static boolean areLayers(JsonNode layers) {
    return layers.isMissingNode() || layers.has("tombstone") || layers.path("patch").isObject();
  }

  private static JsonNode tree(String where, String line) {
    try {
      return Json.readTree(line.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw refused(where, e.getOriginalMessage(), "JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnderstudyException refused(String where, Object found, String expected) {
    Object value = found instanceof JsonNode node && node.isMissingNode() ? null : found;
    return new UnderstudyException(
        ErrorCode.INVALID_REQUEST, Fault.of("snapshot: " + where, value, expected).message(), null);
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
