package dev.understudy.bench;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ids of {@link SyntheticModels}, such as {@code organisation-163/qwenb-3.1-8B-Instruct-1234},
 * and for some of them, spread over all, other ways to write them.
 */
public final class SyntheticNames {

  /** How many ids are asked for; a power of two. */
  public static final int ASKED = 1_024;

  private final int count;

  /**
   * Names of so many models.
   *
   * @param count from 1
   */
  public SyntheticNames(int count) {
    this.count = count;
  }

  /** Models that have no more than id and owner. */
  List<ModelDefinition> models() {
    List<ModelDefinition> models = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String id = id(i);
      models.add(
          ModelDefinition.builder(id)
              .ownedBy(id.substring(0, id.indexOf('/')))
              .origin(Origin.catalog("synthetic.json"))
              .build());
    }
    return models;
  }

  String id(int number) {
    return SyntheticModels.id(number);
  }

  /** The id that a query asks for. */
  String asked(int query) {
    return id((int) ((long) query * count / ASKED));
  }

  private String[] askedParts(int query) {
    String id = asked(query);
    return id.substring(id.indexOf('/') + 1).split("-", -1);
  }

  String hit(int query) {
    return String.join("_", askedParts(query)).toUpperCase(Locale.ROOT);
  }

  String parts(int query) {
    String[] parts = askedParts(query);
    return parts[4] + " " + parts[0] + " " + parts[1] + " " + parts[2];
  }

  String nearMiss(int query) {
    String[] parts = askedParts(query);
    parts[0] = parts[0].charAt(0) + parts[0];
    return String.join(" ", parts).toLowerCase(Locale.ROOT);
  }

  /** The whole id with one letter of the instruct doubled, which rivals can find. */
  String oneEdit(int query) {
    return asked(query).replace("Instruct", "Insttruct");
  }

  String refusal(int query) {
    String[] parts = askedParts(query);
    parts[1] = "9" + parts[1];
    return String.join("-", parts);
  }

  String words(int query) {
    String[] parts = askedParts(query);
    return parts[0] + " instruct " + parts[4].substring(0, 1);
  }
}
