package dev.understudy.store;

import dev.understudy.address.ConnectFailure;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.UnderstudyException;
import io.vertx.pgclient.PgException;
import java.io.UncheckedIOException;
import java.util.Set;

/** What is wrong with a PostgreSQL, for people. */
final class PostgresFailure {

  private static final Set<String> REFUSED = Set.of("28000", "28P01");
  private static final String NO_DATABASE = "3D000";
  private static final String NO_TABLE = "42P01";
  private static final String LOCKED = "55P03";

  private PostgresFailure() {}

  /**
   * True unless the database itself says that a statement cannot be, or it did what it was told.
   */
  static boolean isOfConnection(Throwable failure) {
    boolean isOurs =
        failure instanceof HeadMovedException
            || failure instanceof LogGapException
            || failure instanceof UnderstudyException;
    return !isOurs && (!(failure instanceof PgException said) || isOver(said.getSqlState()));
  }

  /** Shutdown, crash or start of the server, and protocols that went wrong. */
  private static boolean isOver(String state) {
    return state.startsWith("57P") || state.startsWith("08");
  }

  static String reason(Throwable failure, PostgresUrl url) {
    if (failure instanceof InvalidModelException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof UncheckedIOException) {
      return text(failure);
    }
    if (!(failure instanceof PgException said)) {
      String expected =
          text(failure).startsWith("SSL")
              ? "a certificate that is trusted, as one of sslrootcert=FILE"
              : "a PostgreSQL that answers there";
      return "cannot be reached: %s (expected: %s)".formatted(text(failure), expected);
    }
    String state = said.getSqlState();
    if (REFUSED.contains(state)) {
      return "user %s is refused: %s (expected: a user and password that it knows)"
          .formatted(url.user(), said.getErrorMessage());
    }
    if (state.equals(NO_DATABASE)) {
      return "there is no such database (expected: one that was made, as by createdb %s)"
          .formatted(url.database());
    }
    if (state.equals(NO_TABLE)) {
      return "%s (expected: the tables that were there; start this server anew)"
          .formatted(said.getErrorMessage());
    }
    if (state.equals(LOCKED)) {
      return "in use by another server (expected: one server for a database; stop that one, or name another database; snapshot and restore of a running one take --url http://...)";
    }
    return "%s (%s)".formatted(said.getErrorMessage(), state);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.toString()
        : ConnectFailure.reason(failure);
  }
}
