package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.registry.Recovered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store that an earlier version has made is opened with all that is in it. */
class MigrationTest extends RandomLog {

  private static final int REVISIONS = 90;

  /** Of the second version, in which a place was a row. */
  private static final List<String> TABLES = List.of("store", "revisions", "changes", "places");

  private static final String PLACES = "SELECT name, sort, revision, position FROM places";

  private @Nullable Path earlier;

  String dialect() {
    return "sqlite";
  }

  Connection connection() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  String jdbcUrl() {
    return "jdbc:sqlite:" + folderNow().resolve("understudy.db");
  }

  private Path folderNow() {
    return earlier == null ? folder : earlier;
  }

  /** Goes on elsewhere, where there is nothing but what is remembered apart from a store. */
  void moveOn() throws Exception {
    earlier = Files.createDirectory(folder.resolve("earlier"));
    Files.copy(folder.resolve("head"), earlier.resolve("head"));
  }

  @Override
  SqlDatabase newDatabase() {
    return new SqliteDatabase(vertx, folderNow(), 0);
  }

  @Test
  void aStoreOfTheSecondVersion_isReadWhole() throws Exception {
    Random random = new Random(4);
    write(random, REVISIONS);
    done(database.write(session -> Places.write(session, 60)));
    done(log.compact(new Retention(70, null), START));
    Recovered recovered = registry.snapshot().kept();
    List<Object> past = past();
    List<List<List<Object>>> tables = new ArrayList<>();
    for (String table : TABLES) {
      tables.add(rows(table.equals("places") ? PLACES : "SELECT * FROM " + table));
    }
    assertThat(tables.get(3)).hasSizeGreaterThan(50);

    moveOn();
    Flyway.configure()
        .dataSource(jdbcUrl(), null, null)
        .locations("classpath:dev/understudy/store/" + dialect())
        .table("understudy_schema")
        .target("2")
        .load()
        .migrate();
    for (int i = 0; i < TABLES.size(); i++) {
      insert(TABLES.get(i), tables.get(i));
    }

    assertThat(reopened().models()).containsExactlyInAnyOrderElementsOf(recovered.models());
    assertThat(done(database.read(Places::areRight))).isTrue();
    assertThat(rows(PLACES)).hasSameElementsAs(tables.get(3));
    assertThat(past()).isEqualTo(past);
    write(random, 3);
    assertThat(done(log.history().changes(REVISIONS, LogPosition.WHOLE, 10))).isNotEmpty();
  }

  private List<Object> past() throws Exception {
    History history = log.history();
    List<Object> found = new ArrayList<>();
    found.add(done(history.changes(0, LogPosition.WHOLE, 1_000)));
    for (int i = 0; i < MODELS; i++) {
      found.add(done(history.versions("m-" + i, Long.MAX_VALUE, 1_000)));
      found.add(done(history.aliasMoves(alias(i), Long.MAX_VALUE, 1_000)));
    }
    for (long revision = 0; revision <= REVISIONS + 1; revision++) {
      Instant at = START.plusSeconds(revision);
      found.add(done(history.revisionAt(at)));
    }
    return found;
  }

  private List<List<Object>> rows(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          Object value = found.getObject(column);
          row.add(value instanceof Number number ? (Object) number.longValue() : value);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private void insert(String table, List<List<Object>> rows) throws SQLException {
    String values = String.join(", ", Collections.nCopies(rows.get(0).size(), "?"));
    try (Connection connection = connection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO " + table + " VALUES (" + values + ")")) {
      for (List<Object> row : rows) {
        for (int column = 0; column < row.size(); column++) {
          insert.setObject(column + 1, row.get(column));
        }
        insert.executeUpdate();
      }
    }
  }
}
