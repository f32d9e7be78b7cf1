package io.iptstreams.stream;

import org.apache.kafka.streams.processor.api.Record;

/** What becomes of a record: which node it goes to, and as what it counts. */
sealed interface Outcome permits Outcome.Restored, Outcome.Passed, Outcome.Late, Outcome.Dead {
  Record<byte[], byte[]> record();

  /** Node of the topology that it goes to. */
  String node();

  void countIn(Outcomes outcomes);

  /**
   * A restored picture.
   *
   * @param topic it goes to
   */
  record Restored(Record<byte[], byte[]> record, String topic) implements Outcome {
    @Override
    public String node() {
      return RestoreTopology.results(topic);
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.restored();
    }
  }

  /**
   * The record as it came.
   *
   * @param topic it goes to
   * @param late whether it passes because it came too late
   */
  record Passed(Record<byte[], byte[]> record, String topic, boolean late) implements Outcome {
    @Override
    public String node() {
      return RestoreTopology.results(topic);
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.passed(late);
    }
  }

  /** A frame that came too late, without its picture. */
  record Late(Record<byte[], byte[]> record) implements Outcome {
    @Override
    public String node() {
      return RestoreTopology.LATE;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.dropped();
    }
  }

  /** A record that could not be restored. */
  record Dead(DeadLetter letter, Record<byte[], byte[]> record) implements Outcome {
    @Override
    public String node() {
      return RestoreTopology.DEAD_LETTERS;
    }

    @Override
    public void countIn(Outcomes outcomes) {
      outcomes.deadLettered(letter);
    }
  }
}
