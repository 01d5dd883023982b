package dev.understudy.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Command-line arguments of the form {@code --name value}, or {@code --name} alone, which is {@code
 * true}; a name may come more than once.
 */
record Arguments(Map<String, List<String>> values) {

  static Arguments parse(String[] args) {
    Map<String, List<String>> values = new HashMap<>();
    int i = 0;
    while (i < args.length) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException(args[i] + " (expected: --name or --name value)");
      }
      boolean alone = i + 1 == args.length || args[i + 1].startsWith("--");
      values
          .computeIfAbsent(args[i].substring(2), name -> new ArrayList<>())
          .add(alone ? "true" : args[i + 1]);
      i += alone ? 1 : 2;
    }
    return new Arguments(values);
  }

  /** These arguments, if they have no other names. */
  Arguments only(String... names) {
    Set<String> others = new TreeSet<>(values.keySet());
    others.removeAll(Set.of(names));
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "--%s (expected: --%s)"
              .formatted(String.join(", --", others), String.join(", --", names)));
    }
    return this;
  }

  String text(String name, String otherwise) {
    List<String> given = all(name);
    return given.isEmpty() ? otherwise : given.get(given.size() - 1);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(text(name, "false"));
  }

  int count(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  double number(String name, double otherwise) {
    return Double.parseDouble(text(name, Double.toString(otherwise)));
  }
}
