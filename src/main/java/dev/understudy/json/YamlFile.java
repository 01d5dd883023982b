package dev.understudy.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a YAML file with one section, and tells all that is wrong with it. */
public final class YamlFile {

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private YamlFile() {}

  /**
   * What {@code reader} makes of the file's fields.
   *
   * @param file what messages call it
   * @throws UnderstudyException INTERNAL, each fault on a line of its own with file and path
   */
  public static <T> T read(String file, byte[] yaml, Function<Fields, T> reader) {
    Faults faults = new Faults();
    Fields fields = new Fields(root(file, yaml), faults);
    T result = reader.apply(fields);
    fields.refuseOthers();
    if (!faults.none()) {
      throw fault(
          faults.list().stream()
              .map(fault -> file + ": " + fault.message())
              .collect(Collectors.joining("\n")));
    }
    return result;
  }

  private static ObjectNode root(String file, byte[] yaml) {
    try {
      JsonNode root = YAML.readTree(yaml);
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw fault(file + ": " + Fields.kindOf(root) + " (expected: keys and values)");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String line = at == null ? "" : ":" + at.getLineNr();
      throw fault(file + line + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnderstudyException fault(String message) {
    return new UnderstudyException(ErrorCode.INTERNAL, message, null);
  }
}
