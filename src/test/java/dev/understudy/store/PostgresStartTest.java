package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a PostgreSQL. */
class PostgresStartTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.newDatabase();
  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path dir = Path.of("");

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private KeptRegistry open(String url, String folder) {
    return KeptRegistry.open(
        vertx, Store.postgresql(vertx, url, dir.resolve(folder), () -> "epoch").log(), false);
  }

  private String refused(String url) {
    UnderstudyException refusal =
        catchThrowableOfType(UnderstudyException.class, () -> open(url, "data").close());
    assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    return assertThat(refusal)
        .message()
        .doesNotContain("\n", "Exception", TestPostgres.PASSWORD, "p%40ss")
        .actual();
  }

  @Test
  void nothingListens() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(refused("postgresql://u:p@127.0.0.1:" + free + "/kept"))
        .startsWith("store postgresql://127.0.0.1:" + free + "/kept: cannot be reached: ")
        .contains("Connection refused");
  }

  /** Something that takes connections and says nothing; both ends are waited for. */
  @Test
  @Tag("full")
  void nothingAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThat(refused("postgresql://u:p@127.0.0.1:" + silent.getLocalPort() + "/kept"))
          .contains("cannot be reached: ");
    }
  }

  @Test
  void aWrongPassword() {
    assertThat(refused(postgres.url(database, "wrong")))
        .contains("user understudy is refused: ", "expected: a user and password that it knows");
  }

  @Test
  void noSuchDatabase() {
    assertThat(refused(postgres.url("missing")))
        .contains("/missing: there is no such database", "createdb missing");
  }

  @Test
  void tablesOfANewerVersion() {
    open(postgres.url(database), "data").close();
    postgres.execute(database, TestPostgres.NEWER_TABLES);
    assertThat(refused(postgres.url(database)))
        .contains(
            "tables are of version 99 (expected: at most " + Migrations.known() + ";",
            "a newer Understudy");
  }

  @Test
  void whatIsOnlyRead_isLeftAsItIs() throws Exception {
    String url = postgres.urlWithScram(database);
    Path folder = dir.resolve("data");
    RevisionLog none = Store.postgresql(vertx, url, folder, () -> "epoch").log();
    assertThatThrownBy(() -> await(none.read(false)))
        .hasMessageStartingWith("there is no store in postgresql://");
    await(none.close());
    assertThat(folder).doesNotExist();

    KeptRegistry kept = open(url, "data");
    kept.put("a");
    kept.close();
    RevisionLog log = Store.postgresql(vertx, url, dir.resolve("copy"), () -> "epoch").log();
    assertThat(await(log.read(false)).models()).hasSize(1);
    await(log.close());
    assertThat(dir.resolve("copy")).doesNotExist();
  }

  @Test
  void tablesThatCannotBeMade() {
    postgres.execute(database, "CREATE TABLE store (id INTEGER)");
    assertThat(refused(postgres.url(database))).contains("its tables cannot be brought up to date");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:se cret@host/db",
        "postgresql://u:se^cret@host:x/db",
        "postgresql://u:secret@host:5432",
        "postgresql://u:secret@host:5432/",
        "postgresql://u:secret@host:5432/db?sslmode=secret"
      })
  void aBadUrl_isRefused_withoutItsPassword(String url) {
    assertThatThrownBy(() -> Store.postgresql(vertx, url, dir, () -> "epoch").log())
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("store.url: ")
        .hasMessageContaining("postgresql://user:password@host:5432/database")
        .hasMessageNotContaining("cret");
  }

  @Test
  void anUnknownSslMode_isNamed_withThoseThatThereAre() {
    String url = "postgresql://u:secret@host:5432/db?sslmode=maybe";
    assertThatThrownBy(() -> Store.postgresql(vertx, url, dir, () -> "epoch").log())
        .hasMessageContaining("store.url: its sslmode is not known (expected: one of disable, ")
        .hasMessageContaining("verify-full");
  }

  @Test
  void aStart_warnsOfNothing() throws Exception {
    List<String> arguments =
        List.of("--data", dir.resolve("data").toString(), "--store", postgres.url(database));
    try (ChildServer server = ChildServer.start(dir, arguments)) {
      assertThat(server.get("/health/ready").has("models")).isTrue();
    }
    assertThat(dir.resolve("stderr")).content().doesNotContain(" WARN ", " ERROR ");
  }

  @Test
  void parametersOfTheUrl_holdForTheTablesToo() throws Exception {
    postgres.execute(database, "CREATE SCHEMA kept");
    KeptRegistry kept = open(postgres.url(database) + "?sslmode=prefer&search_path=kept", "data");
    kept.put("a");
    kept.close();
    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT count(*) FROM kept.changes")) {
      found.next();
      assertThat(found.getInt(1)).isEqualTo(1);
    }
  }

  private void cutWriters() {
    postgres.execute(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'understudy'"
            + " AND datname = current_database()");
  }

  /**
   * The next write connects again; one that is under way may fail, and then nothing was changed.
   */
  @Test
  void aCutConnection_isMadeAgain() {
    KeptRegistry kept = open(postgres.url(database), "data");
    for (int i = 0; i < 10; i++) {
      kept.put("m" + i);
      cutWriters();
      writeAgain(kept, "n" + i);
    }
    assertThat(kept.contents().models()).hasSize(20);
    assertThat(CrashTest.revisions(kept.log.history())).isEqualTo(kept.revision()).isEqualTo(20);
    kept.close();
  }

  private static void writeAgain(KeptRegistry kept, String id) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try {
        kept.put(id);
        return;
      } catch (UnderstudyException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }
}
