package dev.understudy.http;

import dev.understudy.model.Named;
import java.util.Locale;

/** Which way a list is sorted. */
enum Order implements Named {
  /** Least first. */
  ASC,
  /** Greatest first. */
  DESC;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
