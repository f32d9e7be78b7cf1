package io.iptstreams.doctor;

import io.iptstreams.store.BucketLocation;
import io.iptstreams.store.FolderLocation;
import io.iptstreams.store.StoreException;
import io.iptstreams.store.StoreLocation;
import java.time.Duration;
import java.util.List;

/**
 * Whether a store of a topology can be used.
 *
 * @param store its name there
 * @param written whether results go into it
 */
record StoreCheck(String store, StoreLocation location, boolean written) implements Check {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "store";
  }

  @Override
  public String remedy() {
    return location instanceof FolderLocation folder
        ? "make or mount the folder, and let this user read"
            + (written ? " and write" : "")
            + " it: mkdir -p "
            + folder.folder()
        : "start the server, or put its address right, stores."
            + store
            + ".endpoint in the topology";
  }

  private String remedy(StoreException.Kind kind) {
    return kind == StoreException.Kind.REFUSED && location instanceof BucketLocation
        ? "put right what of these is wrong: bucket and region in the topology, AWS_ACCESS_KEY_ID"
            + " and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE), the rights s3:ListBucket, s3:GetObject"
            + (written ? " and s3:PutObject" : "")
        : remedy();
  }

  @Override
  public List<Finding> look() {
    try {
      location.probe(written, ANSWER_WITHIN);
    } catch (StoreException e) {
      return List.of(Finding.fail(name(), store + ": " + e.getMessage(), remedy(e.kind())));
    }
    String done =
        location instanceof FolderLocation
            ? written ? " read and written" : " read"
            : " listed; nothing was put there, as that would be announced";
    return List.of(Finding.ok(name(), store + ": " + location.root() + done));
  }
}
