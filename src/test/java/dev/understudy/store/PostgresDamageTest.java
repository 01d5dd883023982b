package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Damage of a database. */
class PostgresDamageTest extends DamageContract {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.newDatabase();

  @Override
  RevisionLog log() {
    return Store.postgresql(vertx, postgres.url(database), dir, this::newEpoch).log();
  }

  @Override
  Connection tables() throws Exception {
    return postgres.connect(database);
  }

  @Override
  int setAside() throws Exception {
    return (int)
        number("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'changes_lost_after_20%'");
  }

  private long number(String sql) throws Exception {
    try (Connection connection = tables();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    }
  }

  @Test
  void whatIsLost_isInTablesOfItsOwn() throws Exception {
    write();
    execute("UPDATE changes SET fields = 'x' WHERE revision = 31");
    isGoodUpTo(30);
    assertThat(number("SELECT count(DISTINCT revision) FROM changes_lost_after_30")).isEqualTo(10);
    assertThat(number("SELECT min(revision) FROM revisions_lost_after_30")).isEqualTo(31);
    assertThat(number("SELECT max(revision) FROM revisions")).isEqualTo(31);
  }

  @Test
  void aDatabaseThatIsMadeAnew() throws Exception {
    write();
    postgres.execute("postgres", "DROP DATABASE " + database, "CREATE DATABASE " + database);
    assertThat(refused())
        .contains("it ends with revision 0", "but revision 40", "was acknowledged");
    goesOnFrom(0);
  }

  /** A server may move to another machine; where its data folder has no head, none can be held. */
  @Test
  void aDataFolderWithoutAHead_isNoDamage() throws Exception {
    write();
    Files.delete(Tampering.headFile(dir));
    KeptRegistry kept = KeptRegistry.open(vertx, log(), false);
    assertThat(kept.contents()).isEqualTo(written.lastEntry().getValue());
    kept.close();
    assertThat(Tampering.headFile(dir)).isNotEmptyFile();
  }

  /** Each database has a head of its own in a data folder. */
  @Test
  void anotherDatabase_isNoDamage() throws Exception {
    write();
    String other = postgres.newDatabase();
    KeptRegistry kept =
        KeptRegistry.open(
            vertx, Store.postgresql(vertx, postgres.url(other), dir, this::newEpoch).log(), false);
    assertThat(kept.revision()).isZero();
    kept.close();
  }
}
