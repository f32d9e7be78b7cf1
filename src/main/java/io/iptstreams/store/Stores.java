package io.iptstreams.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The stores that a topology names, by name, in its order. Nothing is read from anywhere else. Safe
 * for many threads; closing it closes them all.
 */
public final class Stores implements AutoCloseable {
  private final Map<String, Store> stores;

  private Stores(Map<String, Store> stores) {
    this.stores = stores;
  }

  /**
   * Opens all of them or none.
   *
   * @throws StoreException of kind REFUSED or UNREACHABLE; starts with the name of the store that
   *     could not be opened
   */
  public static Stores open(Map<String, ? extends StoreLocation> locations) {
    Stores opened = new Stores(new LinkedHashMap<>());
    locations.forEach(
        (name, location) -> {
          try {
            opened.stores.put(name, location.open());
          } catch (StoreException e) {
            opened.close();
            throw new StoreException(e.kind(), "store " + name + ": " + e.getMessage(), e);
          }
        });
    return opened;
  }

  /**
   * Stand-ins for all of them, for dry runs: nothing is opened, the same object lies under every
   * key, and what is put is forgotten.
   */
  public static Stores standIns(Map<String, ? extends StoreLocation> locations, byte[] object) {
    Stores stores = new Stores(new LinkedHashMap<>());
    locations.forEach((name, at) -> stores.stores.put(name, new StandInStore(at, object)));
    return stores;
  }

  /**
   * Reads a reference as a header holds it.
   *
   * @throws StoreException of kind OUTSIDE if it is no URI
   */
  public static URI reference(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw Reference.outside(text, "is no URI: " + e.getReason());
    }
  }

  /**
   * The store of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names there are
   */
  public Store named(String name) {
    Store store = stores.get(name);
    if (store == null) {
      throw new IllegalArgumentException("no store \"" + name + "\"; known: " + known());
    }
    return store;
  }

  /**
   * The first store that a reference lies in. An s3: reference does not say on which server, so of
   * two buckets of one name the first is taken.
   *
   * @throws StoreException of kind OUTSIDE if it lies in none, with the stores there are
   */
  public Store holding(URI reference) {
    // What no store takes is told as it is, not as being in none of them.
    Reference.of(reference);
    return stores.values().stream()
        .filter(store -> store.holds(reference))
        .findFirst()
        .orElseThrow(() -> Reference.outside(reference, "lies in no store; known: " + known()));
  }

  private String known() {
    return stores.isEmpty()
        ? "none"
        : stores.entrySet().stream()
            .map(store -> store.getKey() + " (" + store.getValue() + ")")
            .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (Store store : stores.values()) {
      try {
        store.close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
