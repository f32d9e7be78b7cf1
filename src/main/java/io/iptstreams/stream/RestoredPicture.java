package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.RawRgb;
import io.iptstreams.restore.Quality;
import io.iptstreams.restore.RestorationException;
import io.iptstreams.restore.RestoredFile;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A restored picture as it is sent: a file of the format that came, or raw samples as they came.
 *
 * @param mediaType for {@code content-type}
 * @param ending of a file that holds it, without the dot
 * @param size headers that tell its size, if the bytes do not
 * @param quality of the restoration
 */
record RestoredPicture(
    byte[] bytes, String mediaType, String ending, Map<String, String> size, Quality quality) {

  /**
   * Restores the picture of a record.
   *
   * @param headers of the record, which tell the size of raw samples
   * @param maxPixels largest height times width of raw samples
   * @throws RestorationException if it cannot be restored
   */
  static RestoredPicture of(
      Restorer restorer, byte[] degraded, FrameHeaders headers, List<Task> tasks, long maxPixels) {
    if (headers.text(FrameHeaders.CONTENT_TYPE).filter(RawRgb.MEDIA_TYPE::equals).isPresent()) {
      Image picture = raw(degraded, headers, maxPixels);
      Image restored = restorer.restore(picture, tasks);
      return ofRaw(restored, restorer.quality(picture, restored));
    }
    RestoredFile file = restorer.restoreFile(degraded, tasks);
    ImageFormat format = ImageFormat.sniff(file.bytes()).orElseThrow();
    return new RestoredPicture(
        file.bytes(),
        format.mediaType(),
        format.name().toLowerCase(Locale.ROOT),
        Map.of(),
        file.quality());
  }

  private static RestoredPicture ofRaw(Image restored, Quality quality) {
    return new RestoredPicture(
        RawRgb.encode(restored),
        RawRgb.MEDIA_TYPE,
        "rgb",
        Map.of(
            FrameHeaders.WIDTH, String.valueOf(restored.width()),
            FrameHeaders.HEIGHT, String.valueOf(restored.height())),
        quality);
  }

  private static Image raw(byte[] degraded, FrameHeaders headers, long maxPixels) {
    try {
      return RawRgb.decode(
          degraded,
          side(headers, FrameHeaders.WIDTH),
          side(headers, FrameHeaders.HEIGHT),
          maxPixels);
    } catch (ImageException | IllegalArgumentException e) {
      throw new RestorationException(RestorationException.Station.DECODE, e.getMessage(), e);
    }
  }

  private static long side(FrameHeaders headers, String name) {
    return headers
        .number(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "raw RGB has no size of its own; the header " + name + " is missing"));
  }
}
