package dev.understudy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lays the sources of settings over each other. The keys that exist are those of the defaults, so
 * that {@code conf/understudy.yaml} is complete by construction. Blocking; used before the server
 * starts.
 */
public final class ConfigLoader {

  private static final String ENV_PREFIX = "UNDERSTUDY_";

  /** Read by scripts/run and logback.xml. */
  private static final Set<String> NOT_SETTINGS =
      Set.of("UNDERSTUDY_JAVA_OPTS", "UNDERSTUDY_LOG", "UNDERSTUDY_URL");

  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  private final ObjectNode tree = defaults();
  private final Faults faults = new Faults();

  /** Starts from the defaults. */
  public ConfigLoader() {}

  private static ObjectNode defaults() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream("/understudy.yaml")) {
      return (ObjectNode) YAML.readTree(Objects.requireNonNull(in, "understudy.yaml in the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lays a file over what is there. */
  public ConfigLoader file(Path file) {
    try {
      JsonNode read = YAML.readTree(Files.readAllBytes(file));
      if (read instanceof ObjectNode object) {
        overlay(file + ": ", "", tree, object);
      } else if (!read.isMissingNode() && !read.isNull()) {
        faults.add(file.toString(), read, "keys and values, as in conf/understudy.yaml");
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where = at == null ? "" : ":" + at.getLineNr();
      faults.add(file + where, e.getOriginalMessage(), "YAML");
    } catch (IOException e) {
      faults.add(file.toString(), "cannot be read (" + e + ")", "a file");
    }
    return this;
  }

  private void overlay(String source, String prefix, ObjectNode target, ObjectNode over) {
    for (var field : over.properties()) {
      String path = prefix + field.getKey();
      JsonNode old = target.get(field.getKey());
      if (old == null) {
        faults.add(source + path, field.getValue(), "no such key; there are " + keysOf(target));
      } else if (old instanceof ObjectNode section) {
        if (field.getValue() instanceof ObjectNode object) {
          overlay(source, path + ".", section, object);
        } else {
          faults.add(source + path, field.getValue(), "a section with " + keysOf(section));
        }
      } else {
        target.set(field.getKey(), field.getValue());
      }
    }
  }

  private static String keysOf(ObjectNode section) {
    return String.join(", ", section.properties().stream().map(Map.Entry::getKey).toList());
  }

  /** Lays environment variables over what is there: {@code UNDERSTUDY_HTTP_PORT} is http.port. */
  public ConfigLoader environment(Map<String, String> environment) {
    Map<String, String> keys = new TreeMap<>();
    leaves("", tree, keys);
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (!variable.startsWith(ENV_PREFIX) || NOT_SETTINGS.contains(variable)) {
                return;
              }
              String key = keys.get(variable);
              if (key == null) {
                faults.add(variable, value, "a known key, such as UNDERSTUDY_HTTP_PORT");
              } else {
                put(variable, key, value);
              }
            });
    return this;
  }

  private static void leaves(String prefix, ObjectNode node, Map<String, String> keys) {
    for (var field : node.properties()) {
      String path = prefix + field.getKey();
      if (field.getValue() instanceof ObjectNode section) {
        leaves(path + ".", section, keys);
      } else {
        keys.put(ENV_PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT), path);
      }
    }
  }

  /** Lays one flag over what is there: {@code http.port=9000}. */
  public ConfigLoader set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      faults.add("--set", assignment, "key=value, such as http.port=9000");
      return this;
    }
    return set(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  /** Lays one value over what is there. */
  public ConfigLoader set(String key, String value) {
    put("--set " + key, key, value);
    return this;
  }

  private void put(String source, String key, String value) {
    ObjectNode section = tree;
    String[] path = key.split("\\.", -1);
    for (int i = 0; i < path.length - 1; i++) {
      section =
          section.get(path[i]) instanceof ObjectNode node
              ? node
              : JsonNodeFactory.instance.objectNode();
    }
    String name = path[path.length - 1];
    JsonNode old = section.get(name);
    if (old == null || old.isObject()) {
      faults.add(
          source, value, "a known key; there are " + keysOf(section.isEmpty() ? tree : section));
      return;
    }
    section.set(name, scalar(value, old));
  }

  /** Text stays text where the default is text; elsewhere it is read as YAML. */
  private static JsonNode scalar(String value, JsonNode old) {
    if (old.isTextual()) {
      return JsonNodeFactory.instance.textNode(value);
    }
    try {
      return Objects.requireNonNullElse(YAML.readTree(value), JsonNodeFactory.instance.nullNode());
    } catch (JsonProcessingException notYaml) {
      return JsonNodeFactory.instance.textNode(value);
    }
  }

  /**
   * The settings.
   *
   * @param home where relative paths start
   * @throws ConfigException with every fault
   */
  public ServerConfig load(Path home) {
    nullsAreFaults("", tree);
    List<Fault> found = faults.list();
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
    return ServerConfig.read(tree, home);
  }

  private void nullsAreFaults(String prefix, ObjectNode node) {
    for (var field : node.properties()) {
      if (field.getValue() instanceof ObjectNode section) {
        nullsAreFaults(prefix + field.getKey() + ".", section);
      } else if (field.getValue().isNull()) {
        faults.add(prefix + field.getKey(), null, "a value");
      }
    }
  }
}
