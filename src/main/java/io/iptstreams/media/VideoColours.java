package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_EBU3213;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_FILM;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE428;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE431;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE432;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT1361_ECG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT2020_10;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT2020_12;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_GAMMA22;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_GAMMA28;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_IEC61966_2_1;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_IEC61966_2_4;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_LINEAR;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_LOG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_LOG_SQRT;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE428;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What the numbers of a video's samples mean, by FFmpeg's names, each of them or {@code unknown}.
 *
 * <p>In a record's header and in words, as in {@code bt709/tv/bt709/bt709}:
 *
 * <pre>
 *   colours   = matrix "/" range "/" primaries "/" transfer
 *   matrix    = "gbr" / "bt709" / "fcc" / "bt470bg" / "smpte170m" / "smpte240m" / "bt2020nc"
 *             / "unknown"                     ; those that can be converted
 *   range     = "tv" / "pc" / "unknown"       ; limited, full
 *   primaries = "bt709" / "bt2020" / … / "unknown"
 *   transfer  = "bt709" / "smpte2084" / … / "unknown"
 * </pre>
 *
 * @param matrix how luma and chroma were made of RGB; {@code gbr} if they were not
 * @param range whether black and white are 16 and 235, {@code tv}, or 0 and 255, {@code pc}
 * @param primaries which red, green and blue are meant; kept, never converted
 * @param transfer which light a level stands for; kept, never converted
 */
public record VideoColours(String matrix, String range, String primaries, String transfer) {
  private static final String UNNAMED = "unknown";
  private static final String RGB = "gbr";
  private static final int FIRST_HD_HEIGHT = 720;

  private static final Map<String, Integer> MATRICES =
      Map.of(
          RGB,
          AVCOL_SPC_RGB,
          "bt709",
          AVCOL_SPC_BT709,
          "fcc",
          AVCOL_SPC_FCC,
          "bt470bg",
          AVCOL_SPC_BT470BG,
          "smpte170m",
          AVCOL_SPC_SMPTE170M,
          "smpte240m",
          AVCOL_SPC_SMPTE240M,
          "bt2020nc",
          AVCOL_SPC_BT2020_NCL,
          UNNAMED,
          AVCOL_SPC_UNSPECIFIED);

  private static final Map<String, Integer> RANGES =
      Map.of("tv", AVCOL_RANGE_MPEG, "pc", AVCOL_RANGE_JPEG, UNNAMED, AVCOL_RANGE_UNSPECIFIED);

  private static final Map<String, Integer> PRIMARIES =
      Map.ofEntries(
          Map.entry("bt709", AVCOL_PRI_BT709),
          Map.entry("bt470m", AVCOL_PRI_BT470M),
          Map.entry("bt470bg", AVCOL_PRI_BT470BG),
          Map.entry("smpte170m", AVCOL_PRI_SMPTE170M),
          Map.entry("smpte240m", AVCOL_PRI_SMPTE240M),
          Map.entry("film", AVCOL_PRI_FILM),
          Map.entry("bt2020", AVCOL_PRI_BT2020),
          Map.entry("smpte428", AVCOL_PRI_SMPTE428),
          Map.entry("smpte431", AVCOL_PRI_SMPTE431),
          Map.entry("smpte432", AVCOL_PRI_SMPTE432),
          Map.entry("ebu3213", AVCOL_PRI_EBU3213),
          Map.entry(UNNAMED, AVCOL_PRI_UNSPECIFIED));

  private static final Map<String, Integer> TRANSFERS =
      Map.ofEntries(
          Map.entry("bt709", AVCOL_TRC_BT709),
          Map.entry("bt470m", AVCOL_TRC_GAMMA22),
          Map.entry("bt470bg", AVCOL_TRC_GAMMA28),
          Map.entry("smpte170m", AVCOL_TRC_SMPTE170M),
          Map.entry("smpte240m", AVCOL_TRC_SMPTE240M),
          Map.entry("linear", AVCOL_TRC_LINEAR),
          Map.entry("log100", AVCOL_TRC_LOG),
          Map.entry("log316", AVCOL_TRC_LOG_SQRT),
          Map.entry("iec61966-2-4", AVCOL_TRC_IEC61966_2_4),
          Map.entry("bt1361e", AVCOL_TRC_BT1361_ECG),
          Map.entry("iec61966-2-1", AVCOL_TRC_IEC61966_2_1),
          Map.entry("bt2020-10", AVCOL_TRC_BT2020_10),
          Map.entry("bt2020-12", AVCOL_TRC_BT2020_12),
          Map.entry("smpte2084", AVCOL_TRC_SMPTE2084),
          Map.entry("smpte428", AVCOL_TRC_SMPTE428),
          Map.entry("arib-std-b67", AVCOL_TRC_ARIB_STD_B67),
          Map.entry(UNNAMED, AVCOL_TRC_UNSPECIFIED));

  private static final Pattern SLASH = Pattern.compile("/");

  /** Nothing is named. */
  public static final VideoColours UNKNOWN = new VideoColours(UNNAMED, UNNAMED, UNNAMED, UNNAMED);

  public VideoColours {
    require("matrix", MATRICES, matrix);
    require("range", RANGES, range);
    require("primaries", PRIMARIES, primaries);
    require("transfer", TRANSFERS, transfer);
  }

  private static void require(String part, Map<String, Integer> known, String name) {
    if (!known.containsKey(name)) {
      throw new IllegalArgumentException(
          "unknown " + part + " \"" + name + "\"; known: " + names(known));
    }
  }

  private static String names(Map<String, Integer> known) {
    return String.join(", ", new TreeMap<>(known).keySet());
  }

  /**
   * Reads {@code "bt709/tv/bt709/bt709"}.
   *
   * @throws IllegalArgumentException if there are not four names, or one is not known
   */
  public static VideoColours parse(String text) {
    List<String> names = List.of(SLASH.split(text, -1));
    if (names.size() != 4) {
      throw new IllegalArgumentException(
          "colours are written matrix/range/primaries/transfer, like bt709/tv/bt709/bt709, got \""
              + text
              + "\"");
    }
    return new VideoColours(names.get(0), names.get(1), names.get(2), names.get(3));
  }

  /** What a frame names; what has no name here, as reserved numbers, is unknown. */
  static VideoColours of(AVFrame frame) {
    return new VideoColours(
        name(MATRICES, frame.colorspace()),
        name(RANGES, frame.color_range()),
        name(PRIMARIES, frame.color_primaries()),
        name(TRANSFERS, frame.color_trc()));
  }

  private static String name(Map<String, Integer> known, int number) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(UNNAMED);
  }

  /** Whether samples of FFmpeg's number of a matrix can be converted. */
  static boolean isConvertible(int matrix) {
    return MATRICES.containsValue(matrix);
  }

  /** The matrices that can be converted, in words. */
  static String convertible() {
    return names(MATRICES);
  }

  /** FFmpeg's number of the matrix that is meant where none is named. */
  static int usualMatrix(int rows) {
    return rows < FIRST_HD_HEIGHT ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
  }

  /**
   * The same primaries and transfer for samples that are luma and chroma: with a matrix, where none
   * is named the usual one for the number of rows, and with a range, limited where none is named.
   */
  VideoColours asYuv(int rows) {
    if (matrix.equals(RGB) || matrix.equals(UNNAMED)) {
      // The range of RGB says nothing about what luma is to have.
      String usual = matrix.equals(RGB) || range.equals(UNNAMED) ? "tv" : range;
      return new VideoColours(name(MATRICES, usualMatrix(rows)), usual, primaries, transfer);
    }
    return range.equals(UNNAMED) ? new VideoColours(matrix, "tv", primaries, transfer) : this;
  }

  /** The same primaries and transfer for samples that are red, green and blue, 0 to 255. */
  VideoColours asRgb() {
    return new VideoColours(RGB, "pc", primaries, transfer);
  }

  int matrixNumber() {
    return MATRICES.get(matrix);
  }

  int rangeNumber() {
    return RANGES.get(range);
  }

  int primariesNumber() {
    return PRIMARIES.get(primaries);
  }

  int transferNumber() {
    return TRANSFERS.get(transfer);
  }

  @Override
  public String toString() {
    return String.join("/", matrix, range, primaries, transfer);
  }
}
