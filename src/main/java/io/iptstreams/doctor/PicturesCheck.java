package io.iptstreams.doctor;

import static java.util.stream.Collectors.joining;

import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FfmpegWebp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether a picture of each format can be written and read. */
record PicturesCheck() implements Check {
  private static final int SIDE = 16;
  private static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());

  @Override
  public String name() {
    return "pictures";
  }

  @Override
  public String remedy() {
    return "take a whole JDK with its module java.desktop; WebP needs FFmpeg, see there";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (ImageFormat format : ImageFormat.values()) {
      try {
        byte[] file = CODEC.encode(Image.blank(3, SIDE, SIDE), format, FileDetails.lossless(8));
        CODEC.decode(file, SIDE * SIDE);
      } catch (RuntimeException | LinkageError e) {
        findings.add(Finding.fail(name(), word(format) + ": " + e, remedy()));
      }
    }
    String formats = Arrays.stream(ImageFormat.values()).map(this::word).collect(joining(", "));
    return findings.isEmpty()
        ? List.of(Finding.ok(name(), formats + " written and read"))
        : findings;
  }

  private String word(ImageFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
