package dev.understudy.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Json;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A profile as the catalog has it: without what is the default or follows from the rest. */
public final class CatalogEntry {

  private static final int LONGEST_LINE = 120;

  private static final Map<String, Double> DEFAULTS =
      Map.of(
          "vision_multiplier", LatencyProfile.VISION_MULTIPLIER,
          "audio_multiplier", LatencyProfile.AUDIO_MULTIPLIER,
          "video_multiplier", LatencyProfile.VIDEO_MULTIPLIER,
          "reasoning_multiplier", LatencyProfile.REASONING_MULTIPLIER,
          "tool_calling_multiplier", LatencyProfile.TOOL_CALLING_MULTIPLIER);

  private CatalogEntry() {}

  /** One member, {@code "latency_profile": {...}}, as it goes into a model of the catalog. */
  public static String member(LatencyProfile profile) {
    ObjectNode flat = flat(profile);
    List<String> names = new ArrayList<>();
    flat.fieldNames().forEachRemaining(names::add);
    names.sort(Comparator.comparingInt(CatalogEntry::place)); // stable
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      List<String> values = parts(flat.get(name));
      parts.add("\"%s\": %s".formatted(name, values.get(0)));
      parts.addAll(values.subList(1, values.size()));
    }
    return "\"latency_profile\": {\n" + lines(parts) + "}";
  }

  /** An object with that one member. */
  public static String object(LatencyProfile profile) {
    return "{" + member(profile) + "}";
  }

  private static int place(String name) {
    return name.startsWith("ttft_") ? 0 : name.startsWith("itl_") ? 1 : 2;
  }

  /** A value in pieces between which a line may end. */
  private static List<String> parts(JsonNode value) {
    String json = new String(Json.bytes(value), StandardCharsets.UTF_8);
    if (value.isTextual()) {
      return List.of(json);
    }
    String numbers =
        json.replaceAll("(\\.\\d*?)0+(?=[,}]|$)", "$1").replaceAll("\\.(?=[,}]|$)", "");
    return List.of(numbers.split("(?<=\\}),"));
  }

  private static String lines(List<String> parts) {
    StringBuilder lines = new StringBuilder();
    int start = 0;
    for (String part : parts) {
      if (lines.isEmpty()) {
        lines.append("  ");
      } else if (lines.length() - start + part.length() + 2 > LONGEST_LINE) {
        lines.append(",\n");
        start = lines.length();
        lines.append("  ");
      } else {
        lines.append(", ");
      }
      lines.append(part);
    }
    return lines.toString();
  }

  private static ObjectNode flat(LatencyProfile profile) {
    ObjectNode flat = Json.tree(profile);
    DEFAULTS.forEach(
        (name, value) -> {
          if (flat.path(name).doubleValue() == value) {
            flat.remove(name);
          }
        });
    if (profile.ttft().shape() == Shape.QUANTILES) {
      flat.remove(List.of("ttft_mean", "ttft_std"));
    }
    if (profile.itl().shape() == Shape.QUANTILES) {
      flat.remove(List.of("itl_mean", "itl_std"));
    }
    return flat;
  }
}
