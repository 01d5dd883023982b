package dev.understudy.address;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host, off the event loop. Fails when there are none. */
@FunctionalInterface
public interface HostResolver {

  /** All of them. */
  Future<List<InetAddress>> resolve(String host);

  /** As this machine finds them, on those threads: a name that takes its time holds one. */
  static HostResolver on(WorkerExecutor threads) {
    return host -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
  }
}
