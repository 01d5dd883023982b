package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;

/** The client over a bus that writes and reads every message, as a clustered one does. */
class WireRegistryClientTest extends RegistryClientContract {

  private final WireCodec wire = new WireCodec();

  @Override
  void prepare(Vertx fresh) {
    fresh.eventBus().registerCodec(wire);
  }

  @AfterAll
  void everythingWentOverTheWire() {
    assertThat(wire.carried())
        .contains("GetModel", "FoundModel", "ListModels", "ModelPage", "PutModel", "PatchModel")
        .contains("RegistryWrite", "RegistryEvent", "Resolution", "SearchPage", "RegistryStats")
        .contains("OpenStream", "StreamOpened", "StreamControl", "StreamPart");
  }
}
