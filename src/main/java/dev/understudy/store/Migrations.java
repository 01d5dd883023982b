package dev.understudy.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** Brings the tables of a database to what this program knows. Blocks. */
final class Migrations {

  /** Every script, in order; a dialect has its own of each. */
  static final List<String> SCRIPTS =
      List.of(
          "V1__log.sql",
          "V2__usage.sql",
          "V3__place_lists.sql",
          "V4__webhooks.sql",
          "V5__servers.sql",
          "V6__sources.sql");

  /** What Flyway says of its own commands, after what is wrong. */
  private static final Pattern ADVICE =
      Pattern.compile("(?s)(\\. Use |\\R->|\\R(Either|If|Need) ).*");

  private static final Pattern COMMENT = Pattern.compile("(?m)--.*$");

  private Migrations() {}

  /**
   * Runs those of the scripts that have not run yet.
   *
   * @throws SQLiteException what SQLite itself says
   * @throws FlywayException anything else; see {@link #reason}
   */
  static void run(String dialect, String jdbcUrl, @Nullable String user, @Nullable String password)
      throws SQLiteException {
    try {
      Flyway flyway =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(jdbcUrl, user, password)
              .locations("classpath:dev/understudy/store/" + dialect)
              .table("understudy_schema")
              .load();
      refuseNewer(flyway.info().current());
      flyway.migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLiteException sqlite) {
          throw sqlite;
        }
      }
      throw e;
    }
  }

  /** What a failure says, in one line. */
  static String reason(RuntimeException failure) {
    String said = ADVICE.matcher(String.valueOf(failure.getMessage()).strip()).replaceFirst("");
    return "its tables cannot be brought up to date: %s (expected: tables that this version of the program, or an earlier one, has made)"
        .formatted(said.replaceAll("\\s*\\R\\s*", "; "));
  }

  /** Flyway itself would only warn. */
  private static void refuseNewer(@Nullable MigrationInfo current) {
    String known = known();
    if (current != null && current.getVersion().isNewerThan(known)) {
      throw StoreFailure.of(
          "store: its tables are of version %s (expected: at most %s; a newer Understudy has made them, start that one)"
              .formatted(current.getVersion(), known));
    }
  }

  /** What the name of a script begins with: V4__webhooks.sql is of version 4. */
  private static String version(String script) {
    return script.substring(1, script.indexOf("__"));
  }

  /** The version that this program knows. */
  static String known() {
    return version(SCRIPTS.get(SCRIPTS.size() - 1));
  }

  /** The statements of all scripts, for a database that lives no longer than its connection. */
  static List<String> statements(String dialect) {
    List<String> statements = new ArrayList<>();
    for (String script : SCRIPTS) {
      String text = COMMENT.matcher(read(dialect + "/" + script)).replaceAll("");
      Stream.of(text.split(";", -1)).filter(sql -> !sql.isBlank()).forEach(statements::add);
    }
    return statements;
  }

  private static String read(String path) {
    try (InputStream in = Migrations.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
