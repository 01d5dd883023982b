package dev.understudy.clients;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Features by client, as Markdown, with the reasons below. */
final class Table {

  private final Map<String, Map<String, String>> clients = new LinkedHashMap<>();

  /** Adds how a client's features ended; {@code ok}, or another word and why after a colon. */
  void add(String client, Map<String, String> results) {
    clients.put(client, results);
  }

  /** Whether something ran and failed. */
  boolean hasFailures() {
    return clients.values().stream()
        .flatMap(results -> results.values().stream())
        .anyMatch(result -> result.startsWith("FAIL"));
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(row("", List.copyOf(clients.keySet())));
    lines.add(row("---", clients.keySet().stream().map(client -> "---").toList()));
    for (String feature : Features.ALL) {
      lines.add(row(feature, clients.values().stream().map(r -> cell(r, feature)).toList()));
    }
    lines.add("");
    clients.forEach((client, results) -> lines.addAll(reasons(client, results)));
    return String.join("\n", lines);
  }

  private String row(String first, List<String> cells) {
    List<String> names = List.copyOf(clients.keySet());
    StringBuilder row = new StringBuilder("| %-18s |".formatted(first));
    for (int i = 0; i < cells.size(); i++) {
      row.append((" %-" + Math.max(7, names.get(i).length()) + "s |").formatted(cells.get(i)));
    }
    return row.toString();
  }

  private static String cell(Map<String, String> results, String feature) {
    return results.getOrDefault(feature, "-").split(":", 2)[0];
  }

  private static List<String> reasons(String client, Map<String, String> results) {
    Map<String, List<String>> features =
        results.entrySet().stream()
            .filter(result -> !result.getValue().equals("ok"))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    List<String> reasons = new ArrayList<>();
    features.forEach(
        (why, of) -> reasons.add("- " + client + ", " + String.join(", ", of) + ": " + why));
    return reasons;
  }
}
