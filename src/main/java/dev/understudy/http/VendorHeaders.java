package dev.understudy.http;

import dev.understudy.model.Endpoint;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a vendor names a request, and tells what is left of its limits, in headers. */
enum VendorHeaders {
  /**
   * OpenAI's; other vendors that have its routes have these too.
   *
   * @see <a href="https://platform.openai.com/docs/api-reference/debugging-requests">Headers</a>
   */
  OPENAI {
    @Override
    void identify(MultiMap headers) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      HexFormat hex = HexFormat.of();
      String id = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
      headers.set("x-request-id", "req_" + id);
      headers.set("openai-version", "2020-10-01");
      headers.set("openai-organization", ORGANIZATION);
    }

    @Override
    void tellTime(MultiMap headers, long nanos) {
      headers.set("openai-processing-ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    @Override
    void tellLimits(
        MultiMap headers, RateLimits.Level requests, RateLimits.Level tokens, Instant at) {
      level(headers, LevelNames.OPENAI_REQUESTS, requests);
      level(headers, LevelNames.OPENAI_TOKENS, tokens);
    }

    private void level(MultiMap headers, LevelNames names, RateLimits.Level level) {
      headers.set(names.limit, Long.toString(level.limit()));
      headers.set(names.remaining, Long.toString(level.remaining()));
      headers.set(names.reset, duration(level.resetNanos()));
    }
  },

  /**
   * Anthropic's. One bucket of tokens stands for those of its input, its output and both.
   *
   * @see <a href="https://platform.claude.com/docs/en/api/rate-limits">Rate limits</a>
   */
  ANTHROPIC {
    @Override
    void identify(MultiMap headers) {
      StringBuilder id = new StringBuilder("req_");
      ThreadLocalRandom.current()
          .ints(ID_LENGTH, 0, ID_CHARACTERS.length())
          .forEach(i -> id.append(ID_CHARACTERS.charAt(i)));
      headers.set("request-id", id.toString());
      headers.set("anthropic-organization-id", ORGANIZATION_ID);
    }

    @Override
    void tellTime(MultiMap headers, long nanos) {
      // It does not.
    }

    @Override
    void tellLimits(
        MultiMap headers, RateLimits.Level requests, RateLimits.Level tokens, Instant at) {
      level(headers, LevelNames.ANTHROPIC_REQUESTS, requests, at);
      level(headers, LevelNames.ANTHROPIC_TOKENS, tokens, at);
      level(headers, LevelNames.ANTHROPIC_INPUT, tokens, at);
      level(headers, LevelNames.ANTHROPIC_OUTPUT, tokens, at);
    }

    private void level(MultiMap headers, LevelNames names, RateLimits.Level level, Instant at) {
      Instant full = at.plusNanos(level.resetNanos() + NANOS_PER_SECOND - 1);
      headers.set(names.limit, Long.toString(level.limit()));
      headers.set(names.remaining, Long.toString(level.remaining()));
      headers.set(names.reset, full.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  };

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String ORGANIZATION = "understudy";
  private static final String ORGANIZATION_ID =
      UUID.nameUUIDFromBytes(ORGANIZATION.getBytes(StandardCharsets.UTF_8)).toString();
  private static final String ID_CHARACTERS =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int ID_LENGTH = 24;

  /** Rerank is Cohere's and others', which have no such headers. */
  private static final List<String> OF_OPENAI =
      Stream.of(Endpoint.values())
          .filter(endpoint -> endpoint != Endpoint.MESSAGES && endpoint != Endpoint.RERANK)
          .map(Endpoint::path)
          .toList();

  /** Names of the headers that tell of one limit, which are in each answer. */
  private enum LevelNames {
    OPENAI_REQUESTS("x-ratelimit-%s-requests"),
    OPENAI_TOKENS("x-ratelimit-%s-tokens"),
    ANTHROPIC_REQUESTS("anthropic-ratelimit-requests-%s"),
    ANTHROPIC_TOKENS("anthropic-ratelimit-tokens-%s"),
    ANTHROPIC_INPUT("anthropic-ratelimit-input-tokens-%s"),
    ANTHROPIC_OUTPUT("anthropic-ratelimit-output-tokens-%s");

    private final CharSequence limit;
    private final CharSequence remaining;
    private final CharSequence reset;

    LevelNames(String form) {
      limit = HttpHeaders.createOptimized(form.formatted("limit"));
      remaining = HttpHeaders.createOptimized(form.formatted("remaining"));
      reset = HttpHeaders.createOptimized(form.formatted("reset"));
    }
  }

  /** Says by which id the vendor would find the request. */
  abstract void identify(MultiMap headers);

  /** Says how long the answer took to begin. */
  abstract void tellTime(MultiMap headers, long nanos);

  /** Says what was left of the limits at that time. */
  abstract void tellLimits(
      MultiMap headers, RateLimits.Level requests, RateLimits.Level tokens, Instant at);

  /** A duration as Go writes it, in whole milliseconds, rounded up: 6ms, 1.5s, 1m0s. */
  static String duration(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    if (millis == 0) {
      return "0s";
    }
    if (millis < 1_000) {
      return millis + "ms";
    }
    String seconds = seconds(millis % 60_000);
    long minutes = millis / 60_000;
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
  }

  /** Without zeros at the end. */
  private static String seconds(long millis) {
    StringBuilder seconds = new StringBuilder().append(millis / 1_000);
    long thousandths = millis % 1_000;
    if (thousandths > 0) {
      seconds.append('.').append(thousandths / 100);
      if (thousandths % 100 > 0) {
        seconds.append(thousandths / 10 % 10);
      }
      if (thousandths % 10 > 0) {
        seconds.append(thousandths % 10);
      }
    }
    return seconds.append('s').toString();
  }

  /** The vendor that has that path; null when it is none's. */
  static @Nullable VendorHeaders of(String path) {
    if (isAt(path, "/v1/messages")) {
      return ANTHROPIC;
    }
    for (String route : OF_OPENAI) {
      if (isAt(path, route)) {
        return OPENAI;
      }
    }
    return null;
  }

  private static boolean isAt(String path, String route) {
    return path.startsWith(route)
        && (path.length() == route.length() || path.charAt(route.length()) == '/');
  }
}
