package io.iptstreams.stream;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** What becomes of a picture. */
sealed interface Outcome permits Outcome.Sent, Outcome.Ignored {

  void countIn(Outcomes outcomes);

  /** The same for people. */
  Fate fate();

  /**
   * The same for spectators.
   *
   * @param envelope of the record that brought the picture
   * @param request that record
   */
  default Sight sight(
      Envelope envelope, Record<byte[], byte[]> request, Duration queued, Duration worked) {
    return new Sight(
        envelope,
        fate(),
        came(envelope, request.value()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        queued,
        worked);
  }

  private static Optional<SeenPicture> came(Envelope envelope, byte[] value) {
    return Optional.ofNullable(value)
        .filter(bytes -> bytes.length > 0)
        .map(bytes -> new SeenPicture(bytes, envelope.headers()));
  }

  /** Something goes on: to which node of the topology, and as what it counts. */
  sealed interface Sent extends Outcome permits Restored, Passed, Late, Dead {
    Record<byte[], byte[]> record();

    /** Node of the topology that it goes to. */
    String node();
  }

  /**
   * A restored picture.
   *
   * @param topic it goes to
   */
  record Restored(Record<byte[], byte[]> record, String topic, Restoration restoration)
      implements Sent {
    @Override
    public String node() {
      return RestoreTopology.results(topic);
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.restored();
    }

    @Override
    public Fate fate() {
      return new Fate.Restored(
          restoration.tasks(), Optional.of(restoration.model()), Optional.of(topic));
    }

    @Override
    public Sight sight(
        Envelope envelope, Record<byte[], byte[]> request, Duration queued, Duration worked) {
      RestoredPicture picture = restoration.picture();
      return new Sight(
          envelope,
          fate(),
          came(envelope, restoration.degraded()),
          Optional.of(new SeenPicture(picture.bytes(), Frames.headers(record.headers()))),
          Optional.of(picture.quality()),
          Optional.empty(),
          queued,
          worked);
    }
  }

  /**
   * The record as it came.
   *
   * @param topic it goes to
   * @param late whether it passes because it came too late
   */
  record Passed(Record<byte[], byte[]> record, String topic, boolean late) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.results(topic);
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.passed(late);
    }

    @Override
    public Fate fate() {
      return new Fate.Passed(Optional.of(topic));
    }
  }

  /** A frame that came too late, without its picture. */
  record Late(Record<byte[], byte[]> record) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.LATE;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.dropped();
    }

    @Override
    public Fate fate() {
      return new Fate.Dropped();
    }
  }

  /** A record that could not be restored. */
  record Dead(DeadLetter letter, Record<byte[], byte[]> record) implements Sent {
    @Override
    public String node() {
      return RestoreTopology.DEAD_LETTERS;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.deadLettered(letter);
    }

    @Override
    public Fate fate() {
      return new Fate.DeadLettered(letter.station(), Optional.of(letter.reason()));
    }

    @Override
    public Sight sight(
        Envelope envelope, Record<byte[], byte[]> request, Duration queued, Duration worked) {
      // One that ended the process is not shown to anybody who would decode it once more.
      Optional<SeenPicture> picture =
          letter.isOfTheProgram() ? Optional.empty() : came(envelope, request.value());
      return new Sight(
          envelope,
          fate(),
          picture,
          Optional.empty(),
          Optional.empty(),
          Optional.of(letter),
          queued,
          worked);
    }
  }

  /** A notification that asks for nothing: an object deleted, or the stage's own result. */
  record Ignored() implements Outcome {
    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.ignored();
    }

    @Override
    public Fate fate() {
      return new Fate.Ignored();
    }
  }
}
