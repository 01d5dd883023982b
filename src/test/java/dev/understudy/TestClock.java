package dev.understudy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands until it is set. Safe on any thread. */
public final class TestClock extends Clock {

  private volatile Instant now;

  /** At noon of some day. */
  public TestClock() {
    this(Instant.parse("2026-01-01T12:00:00Z"));
  }

  /** At that time. */
  public TestClock(Instant now) {
    this.now = now;
  }

  /** Sets it. */
  public void set(Instant instant) {
    now = instant;
  }

  /** Sets it to a time in ISO 8601. */
  public void set(String instant) {
    set(Instant.parse(instant));
  }

  /** Sets it forward. */
  public void advance(Duration time) {
    set(now.plus(time));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
