package dev.understudy.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the place of {@link BusCodec} on a local bus and sends every message over a wire, as a
 * clustered bus does: what arrives has been written and read.
 */
final class WireCodec implements MessageCodec<Object, Object> {

  private final BusCodec codec = new BusCodec();
  private final Set<String> carried = ConcurrentHashMap.newKeySet();

  /** The simple names of the types that were written and read. */
  Set<String> carried() {
    return carried;
  }

  @Override
  public Object transform(Object message) {
    String type = message.getClass().getSimpleName();
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, message);
    carried.add(type);
    return codec.decodeFromWire(0, buffer);
  }

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    codec.encodeToWire(buffer, message);
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    return codec.decodeFromWire(position, buffer);
  }

  @Override
  public String name() {
    return codec.name();
  }

  @Override
  public byte systemCodecID() {
    return codec.systemCodecID();
  }
}
