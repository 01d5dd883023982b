package dev.understudy.source;

import dev.understudy.catalog.CatalogException;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is told of a source that failed. */
final class SourceFailure {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFailure.class);

  /** So many faults are told of a source's content. */
  private static final int MOST_FAULTS = 20;

  private SourceFailure() {}

  static UnderstudyException of(String message) {
    return new UnderstudyException(ErrorCode.SOURCE_FAILED, message, null);
  }

  /** Any failure as one that clients know. */
  static UnderstudyException known(String source, Throwable failure) {
    if (failure instanceof CatalogException invalid) {
      return of(bounded(invalid));
    }
    if (failure instanceof InvalidModelException) {
      return of(source + ": " + failure.getMessage());
    }
    if (!(failure instanceof UnderstudyException)) {
      LOG.error("source {} failed", source, failure);
    }
    return UnderstudyException.known(failure);
  }

  private static String bounded(CatalogException invalid) {
    List<String> lines = invalid.faults().stream().map(fault -> fault.message()).toList();
    String first = String.join("\n", lines.subList(0, Math.min(MOST_FAULTS, lines.size())));
    int more = lines.size() - MOST_FAULTS;
    return more > 0 ? first + "\nand " + more + " more" : first;
  }
}
