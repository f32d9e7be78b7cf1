package io.iptstreams.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.batch.BatchCounts;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.Outcomes;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the page is told, as JSON; its names are those that the script reads.
 *
 * @param seconds of a clock that only counts on, for rates
 * @param obstacles what keeps frames from flowing
 * @param lag records that wait on the topics; null while nobody knows
 * @param browsers that look on
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Bulletin(
    double seconds,
    String stage,
    List<Model> models,
    List<String> obstacles,
    Counts counts,
    Long lag,
    Batches batches,
    Spread queue,
    Spread work,
    List<Stream> streams,
    List<Letter> deadLetters,
    int browsers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A model that is open, as {@code name@fingerprint}, and where it runs. */
  record Model(String name, String place) {}

  /** What became of the frames, see {@link Outcomes.Counts}. */
  record Counts(
      long received,
      long restored,
      long passed,
      long dropped,
      long ignored,
      long deadLettered,
      long waiting,
      long late) {}

  /**
   * What went through the models.
   *
   * @param waiting tiles without a worker
   * @param largest tiles in a full batch
   */
  record Batches(long calls, long tiles, int waiting, int largest) {}

  /**
   * A stream.
   *
   * @param shown the picture that can be fetched; null while there is none
   * @param before PSNR of the degraded pictures, null where the clean ones are not known
   * @param after the same of the restored ones
   */
  record Stream(long id, String name, long seen, Picture shown, Double before, Double after) {}

  /**
   * A picture that can be fetched.
   *
   * @param frame number in the stream, as its producer wrote it; null if it did not
   * @param width of the degraded picture
   * @param scale by which the restored one is larger
   */
  record Picture(
      long number, String frame, String task, int width, int height, int scale, Quality quality) {}

  /** Null where it cannot be told. */
  record Quality(Double noiseBefore, Double noiseAfter, Double psnrToInput, Double seams) {}

  /**
   * A dead letter.
   *
   * @param picture whether its picture can be fetched
   */
  record Letter(
      long id,
      String when,
      String stream,
      String topic,
      int partition,
      long offset,
      String station,
      String reason,
      boolean picture) {}

  static Bulletin of(
      double seconds, Vitals stage, StageMeters meters, Showcase showcase, int browsers) {
    Outcomes.Counts counts = stage.counts();
    BatchCounts batches = stage.batches();
    return new Bulletin(
        seconds,
        stage.name(),
        stage.models().stream().map(Bulletin::model).toList(),
        stage.obstacles(),
        new Counts(
            counts.received(),
            counts.restored(),
            counts.passed(),
            counts.dropped(),
            counts.ignored(),
            counts.deadLettered(),
            counts.waiting(),
            counts.late()),
        stage.lag().isPresent() ? stage.lag().getAsLong() : null,
        new Batches(batches.calls(), batches.items(), batches.waiting(), stage.largestBatch()),
        meters.queue(),
        meters.work(),
        showcase.exhibits().stream().map(exhibit -> stream(exhibit, showcase)).toList(),
        showcase.misfortunes().stream().map(each -> letter(each, showcase)).toList(),
        browsers);
  }

  private static Model model(Restorers.OpenModel model) {
    return new Model(model.name() + "@" + model.fingerprint().substring(0, 8), model.place());
  }

  private static Stream stream(Exhibit exhibit, Showcase showcase) {
    return new Stream(
        exhibit.id(),
        exhibit.name(),
        exhibit.seen(),
        showcase.newest(exhibit.id()).map(Bulletin::picture).orElse(null),
        exhibit.measured().map(Exhibit.Measured::before).orElse(null),
        exhibit.measured().map(Exhibit.Measured::after).orElse(null));
  }

  private static Picture picture(Shown shown) {
    return new Picture(
        shown.number(),
        shown.frame().orElse(null),
        shown.task(),
        shown.before().width(),
        shown.before().height(),
        shown.after().width() / shown.before().width(),
        shown.quality().map(Bulletin::quality).orElse(null));
  }

  private static Quality quality(io.iptstreams.restore.Quality quality) {
    return new Quality(
        told(quality.noiseBefore()),
        told(quality.noiseAfter()),
        told(quality.psnrToInput()),
        told(quality.seams()));
  }

  private static Double told(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Letter letter(Misfortune misfortune, Showcase showcase) {
    return new Letter(
        misfortune.id(),
        misfortune.when().toString(),
        misfortune.stream(),
        misfortune.topic(),
        misfortune.partition(),
        misfortune.offset(),
        misfortune.station(),
        misfortune.reason(),
        showcase.deadLetter(misfortune.id()).isPresent());
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
