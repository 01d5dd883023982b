package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Stream;

/** What somebody does to the tables of a log behind its back. */
public final class Tampering {

  private Tampering() {}

  /** Writes the definition of a log's only row with another beginning, and the hashes that fit. */
  public static void rewrite(Connection connection, Path dir, String beginning) throws Exception {
    Digests digests = new Digests();
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT c.kind, c.name, c.label, c.fields, c.definition, c.layers, r.at_micros, r.cause"
                    + " FROM changes c JOIN revisions r ON r.revision = c.revision")) {
      found.next();
      String definition = beginning + found.getString(5).substring(1);
      Row row =
          new Row(
              0,
              found.getString(1),
              found.getString(2),
              found.getString(3),
              found.getString(4),
              definition,
              found.getString(6));
      digests.begin(Hash.NONE, 1, found.getLong(7), found.getString(8));
      digests.add(digests.row(1, row));
      Hash chain = digests.end();
      set(connection, "UPDATE changes SET definition = ?", definition);
      set(connection, "UPDATE revisions SET chain = ?", chain.bytes());
      set(connection, "UPDATE store SET chain = ?", chain.bytes());
      try (HeadFile head = HeadFile.open(headFile(dir))) {
        Head before = Objects.requireNonNull(head.read());
        head.clear();
        head.write(new Head(before.epoch(), before.revision(), chain));
      }
    }
  }

  /** The file in a data folder in which the head is remembered. */
  static Path headFile(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("head"))
          .findFirst()
          .orElseThrow();
    }
  }

  static void set(Connection connection, String sql, Object value) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, value);
      update.executeUpdate();
    }
  }
}
