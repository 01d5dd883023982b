package dev.understudy.address;

import java.util.regex.Pattern;

/** Why there is no connection, in words that say nothing of what this server is made of. */
public final class ConnectFailure {

  /** What netty's native transports begin with. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

  private ConnectFailure() {}

  /** The reason, as {@code Connection refused: /127.0.0.1:9702}. */
  public static String reason(Throwable failure) {
    return SYSTEM_CALL.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
  }
}
