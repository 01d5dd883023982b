package dev.understudy.webhook;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host, off the event loop. Fails when there are none. */
@FunctionalInterface
public interface HostResolver {

  /** All of them. */
  Future<List<InetAddress>> resolve(String host);
}
