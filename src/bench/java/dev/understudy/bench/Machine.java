package dev.understudy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the machine's CPUs had done at a moment, in ticks of {@code /proc/stat}.
 *
 * @param total time of all CPUs
 * @param steal time that the host gave to others
 * @param idle time that nobody wanted
 */
record Machine(long total, long steal, long idle) {

  static Machine now() {
    String[] fields = read("/proc/stat").split("\n", 2)[0].trim().split(" +", -1);
    long total = 0;
    // user nice system idle iowait irq softirq steal; guest times are in user already
    for (int i = 1; i <= 8; i++) {
      total += Long.parseLong(fields[i]);
    }
    return new Machine(
        total, Long.parseLong(fields[8]), Long.parseLong(fields[4]) + Long.parseLong(fields[5]));
  }

  /** Steal since then, in percent of all CPU time. */
  double stealPercentSince(Machine then) {
    return 100.0 * (steal - then.steal) / Math.max(1, total - then.total);
  }

  /** What is worth knowing of the machine before a run. */
  static String description() {
    String load = read("/proc/loadavg").trim();
    return String.format(
        Locale.ROOT,
        "%d CPUs, Java %s, load average at the start %s",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        load.substring(0, load.indexOf(' ')));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
