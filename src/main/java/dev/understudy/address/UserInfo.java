package dev.understudy.address;

/** A user and password in a URL, which no message shows. */
public final class UserInfo {

  private UserInfo() {}

  /** That URL without them. */
  public static String hidden(String url) {
    return url.replaceAll("//.*@", "//...@");
  }
}
