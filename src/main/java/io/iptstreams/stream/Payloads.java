package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.store.Store;
import io.iptstreams.store.Stores;
import java.net.URI;
import java.util.Optional;

/**
 * Brings pictures in from where they lie and out to where they shall lie: the record itself, or a
 * store that the topology names.
 *
 * <p>Throws {@link io.iptstreams.store.StoreException} for what is the record's fault, and {@link
 * StageException} if a store fails that has to work.
 */
final class Payloads {
  /** Largest picture that is fetched from a store, in bytes. */
  static final int MOST_BYTES = 256 << 20;

  private final Stores stores;
  private final Optional<TopologyDefinition.Large> large;
  private final Patience patience;

  /**
   * @param large which results go to a store
   * @param patience with stores that do not answer
   */
  Payloads(Stores stores, Optional<TopologyDefinition.Large> large, Patience patience) {
    this.stores = stores;
    this.large = large;
    this.patience = patience;
  }

  /** The picture that a record carries or refers to; absent if it does neither. */
  Optional<byte[]> picture(byte[] value, FrameHeaders headers) {
    if (value != null && value.length > 0) {
      return Optional.of(value);
    }
    return headers
        .text(FrameHeaders.DATA_REFERENCE)
        .map(text -> Stores.reference(text))
        .map(reference -> get(stores.holding(reference), reference));
  }

  /** The picture under a key of a store. */
  byte[] picture(String store, URI reference) {
    return get(stores.named(store), reference);
  }

  /** How a result travels: inline up to the topology's limit. */
  Payload carry(RestoredPicture picture) {
    if (large.isEmpty() || picture.bytes().length <= large.get().above()) {
      return Payload.inline(picture.bytes());
    }
    Store store = stores.named(large.get().store());
    return Payload.at(
        patience.ask(
            () -> store.putContent(picture.bytes(), picture.ending(), picture.mediaType())));
  }

  /** Puts a result under a key of its own. */
  Payload put(String store, String key, RestoredPicture picture) {
    return Payload.at(
        patience.ask(() -> stores.named(store).put(key, picture.bytes(), picture.mediaType())));
  }

  Store store(String name) {
    return stores.named(name);
  }

  private byte[] get(Store store, URI reference) {
    return patience.ask(() -> store.get(reference, MOST_BYTES));
  }
}
