package dev.understudy.webhook;

import dev.understudy.address.UserInfo;
import dev.understudy.bus.WebhookEdit;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.WebhookTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What somebody wants a webhook to be, checked. */
final class Edits {

  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_TEXT = 1_000;
  private static final int MOST_WORDS = 100;

  private Edits() {}

  /** A new target; fails without a URL. */
  static WebhookTarget target(WebhookEdit edit) {
    String url = edit.url() == null ? "" : edit.url();
    return target(new WebhookTarget(url, null, List.of(), List.of(), List.of(), List.of()), edit);
  }

  /** A target as it is after an edit. */
  static WebhookTarget target(WebhookTarget was, WebhookEdit edit) {
    String described = Objects.requireNonNullElse(edit.description(), "");
    WebhookTarget target =
        new WebhookTarget(
            Objects.requireNonNullElse(edit.url(), was.url()),
            edit.description() == null ? was.description() : described.isEmpty() ? null : described,
            words("types", edit.types(), was.types()),
            words("providers", edit.providers(), was.providers()),
            words("models", edit.models(), was.models()),
            words("tags", edit.tags(), was.tags()));
    checkUrl(target.url());
    if (described.length() > LONGEST_TEXT) {
      throw tooLong("description", described.length(), LONGEST_TEXT);
    }
    Outbox.filter(target);
    return target;
  }

  private static List<String> words(String name, @Nullable List<String> edit, List<String> was) {
    if (edit == null) {
      return was;
    }
    if (edit.size() > MOST_WORDS) {
      throw UnderstudyException.invalid(name, edit.size() + " of them", "at most " + MOST_WORDS);
    }
    for (String word : edit) {
      if (word.length() > LONGEST_TEXT) {
        throw tooLong(name, word.length(), LONGEST_TEXT);
      }
    }
    return edit;
  }

  private static UnderstudyException tooLong(String name, int length, int most) {
    return UnderstudyException.invalid(
        name, length + " characters", "at most " + most + " characters");
  }

  private static void checkUrl(String url) {
    String expected = "http or https, as https://example.com/hook, with no user or fragment";
    if (url.isEmpty()) {
      throw UnderstudyException.invalid("url", null, expected);
    }
    if (url.length() > LONGEST_URL) {
      throw tooLong("url", url.length(), LONGEST_URL);
    }
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean isGood =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && uri.getPort() != 0
              && uri.getPort() <= 0xffff;
      if (!isGood) {
        throw UnderstudyException.invalid("url", UserInfo.hidden(url), expected);
      }
    } catch (URISyntaxException e) {
      throw UnderstudyException.invalid("url", UserInfo.hidden(url), expected);
    }
  }
}
