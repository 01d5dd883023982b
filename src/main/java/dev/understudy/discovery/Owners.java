package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which names mean the same owner of models. Immutable; any thread. */
final class Owners {

  /** The first name of each owner, by every name folded. */
  private final Map<String, String> first = new HashMap<>();

  private final String regex;

  /** Of lists of names, each of one owner, in lower case. */
  Owners(List<List<String>> groups) {
    for (List<String> names : groups) {
      names.forEach(name -> first.put(NameParser.normalize(name), names.get(0)));
    }
    regex =
        groups.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
  }

  /** An expression for every name, the longest first. */
  String regex() {
    return regex;
  }

  /** One name for all names of an owner; the folded name itself where the owner is not known. */
  String canonical(String owner) {
    String key = NameParser.normalize(owner);
    return first.getOrDefault(key, key);
  }

  /** True when the owner's name is in the list. */
  boolean knows(String owner) {
    return first.containsKey(NameParser.normalize(owner));
  }

  /** True when the name is one of the model's owner, maker or the first part of its id. */
  boolean isOf(@Nullable String owner, ModelDefinition model) {
    return owner != null && all(model).contains(canonical(owner));
  }

  private Set<String> all(ModelDefinition model) {
    int slash = model.id().lastIndexOf('/');
    String prefix = slash <= 0 ? null : last(model.id().substring(0, slash));
    return Stream.of(prefix, model.ownedBy(), model.provider())
        .flatMap(Stream::ofNullable)
        .map(this::canonical)
        .collect(Collectors.toSet());
  }

  /** The last segment of a path before a name: {@code meta-llama} of {@code groq/meta-llama}. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
