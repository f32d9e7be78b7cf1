package io.iptstreams.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A WebP file of one picture as its headers describe it, read and checked before any pixel is
 * decoded. What this class says of a picture the file cannot unsay later: all chunks are there in
 * full and the headers agree with each other.
 *
 * <pre>
 *   "RIFF" size "WEBP"   then one of
 *     "VP8 " bitstream                                        lossy
 *     "VP8L" bitstream                                        lossless, may have alpha
 *     "VP8X" size [ICCP] [ALPH] "VP8 " or "VP8L" [EXIF] …     either, with alpha and metadata
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649">RFC 9649, WebP Image Format</a>
 */
public final class WebpFile {
  private static final String LOSSY = "VP8 ";
  private static final String LOSSLESS = "VP8L";
  private static final String EXTENDED = "VP8X";
  private static final String ALPHA = "ALPH";
  private static final String PROFILE = "ICCP";
  private static final String EXIF = "EXIF";

  /** Flags of the extended header. */
  private static final int HAS_EXIF = 0x08;

  private static final int HAS_ALPHA = 0x10;
  private static final int HAS_PROFILE = 0x20;

  /** RIFF, size, WEBP. */
  private static final int FILE_HEADER = 12;

  /** Type and size of a chunk. */
  private static final int CHUNK_HEADER = 8;

  private final Map<String, ByteBuffer> chunks;
  private final boolean lossless;
  private final int width;
  private final int height;

  private WebpFile(Map<String, ByteBuffer> chunks) {
    this.chunks = chunks;
    this.lossless = chunks.containsKey(LOSSLESS);
    ByteBuffer bitstream = chunks.get(lossless ? LOSSLESS : LOSSY);
    if (bitstream == null) {
      throw damaged("it holds no picture");
    }
    if (lossless) {
      // A signature byte, then 14 bits each of width - 1 and height - 1, alpha, version.
      checkLength(bitstream, 5);
      int fields = bitstream.getInt(1);
      if (bitstream.get(0) != 0x2f || fields >>> 29 != 0) {
        throw damaged("its VP8L bitstream does not begin as one");
      }
      this.width = (fields & 0x3fff) + 1;
      this.height = (fields >> 14 & 0x3fff) + 1;
    } else {
      // A frame tag whose lowest bit is 0 in a key frame, a start code, then 14 bits of each side.
      checkLength(bitstream, 10);
      if ((bitstream.get(0) & 1) != 0 || (bitstream.getInt(3) & 0xffffff) != 0x2a019d) {
        throw damaged("its VP8 bitstream does not begin as one");
      }
      this.width = bitstream.getShort(6) & 0x3fff;
      this.height = bitstream.getShort(8) & 0x3fff;
    }
    checkSides();
    checkAlpha();
  }

  /**
   * Reads the headers.
   *
   * @throws ImageException if the file is cut off, damaged, animated or no WebP file
   */
  static WebpFile of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < FILE_HEADER) {
      throw cutOff(file.length, FILE_HEADER);
    }
    long end = CHUNK_HEADER + (bytes.getInt(4) & 0xffffffffL);
    if (end > file.length) {
      throw cutOff(file.length, end);
    }
    Map<String, ByteBuffer> chunks = new HashMap<>();
    int at = FILE_HEADER;
    while (at + CHUNK_HEADER <= end) {
      String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      long next = at + CHUNK_HEADER + (bytes.getInt(at + 4) & 0xffffffffL);
      if (next > end) {
        throw damaged("its chunk at byte " + at + " reaches beyond the end");
      }
      if (type.equals("ANIM") || type.equals("ANMF")) {
        throw new ImageException("the WebP file is animated; give its pictures one by one");
      }
      int start = at + CHUNK_HEADER;
      chunks.putIfAbsent(
          type, bytes.slice(start, (int) next - start).order(ByteOrder.LITTLE_ENDIAN));
      // Chunks begin at even places.
      at = (int) (next + (next & 1));
    }
    return new WebpFile(chunks);
  }

  /** The extended header repeats the size; a file could promise a stamp and unpack a poster. */
  private void checkSides() {
    if (width == 0 || height == 0) {
      throw damaged("its picture has " + width + " × " + height + " pixels");
    }
    ByteBuffer extended = chunks.get(EXTENDED);
    if (extended != null) {
      checkLength(extended, 10);
      int canvasWidth = (extended.getInt(4) & 0xffffff) + 1;
      int canvasHeight = (extended.getInt(6) >>> 8) + 1;
      if (canvasWidth != width || canvasHeight != height) {
        throw damaged(
            "its header says "
                + canvasWidth
                + " × "
                + canvasHeight
                + " pixels, its picture "
                + width
                + " × "
                + height);
      }
    }
  }

  /** Alpha that is not compressed is a byte a pixel; decoders do not mind if some are missing. */
  private void checkAlpha() {
    ByteBuffer alpha = chunks.get(ALPHA);
    if (lossless || alpha == null) {
      return;
    }
    checkLength(alpha, 1);
    boolean compressed = (alpha.get(0) & 3) != 0;
    if (!compressed && alpha.limit() - 1 < (long) width * height) {
      throw damaged("its alpha has " + (alpha.limit() - 1) + " of " + width * height + " bytes");
    }
  }

  private static void checkLength(ByteBuffer chunk, int least) {
    if (chunk.limit() < least) {
      throw damaged("a chunk of " + least + " bytes or more has " + chunk.limit());
    }
  }

  private static ImageException cutOff(int length, long needed) {
    return new ImageException("the WebP file is cut off: " + length + " of " + needed + " bytes");
  }

  private static ImageException damaged(String how) {
    return new ImageException("the WebP file is damaged: " + how);
  }

  /** 1 to 16384. */
  public int width() {
    return width;
  }

  /** 1 to 16384. */
  public int height() {
    return height;
  }

  public boolean isLossless() {
    return lossless;
  }

  public boolean hasAlpha() {
    return lossless ? (chunks.get(LOSSLESS).getInt(1) >> 28 & 1) != 0 : chunks.containsKey(ALPHA);
  }

  /** A copy of the VP8 or VP8L chunk's content: the picture, if it is lossy without its alpha. */
  public byte[] bitstream() {
    return copy(chunks.get(lossless ? LOSSLESS : LOSSY));
  }

  /** A WebP file of the same picture and nothing else: no metadata that a decoder could trip on. */
  public byte[] bare() {
    return with(new byte[0], new byte[0]);
  }

  /**
   * A WebP file of the same picture, this profile and these notes, and nothing else.
   *
   * @param profile as it is, or an empty array
   * @param exif as a TIFF file, or an empty array
   */
  byte[] with(byte[] profile, byte[] exif) {
    Map<String, ByteBuffer> kept = new LinkedHashMap<>();
    boolean alphaApart = !lossless && hasAlpha();
    int flags = (profile.length > 0 ? HAS_PROFILE : 0) + (exif.length > 0 ? HAS_EXIF : 0);
    if (alphaApart || flags > 0) {
      kept.put(EXTENDED, extendedHeader(flags + (hasAlpha() ? HAS_ALPHA : 0)));
    }
    if (profile.length > 0) {
      kept.put(PROFILE, ByteBuffer.wrap(profile));
    }
    if (alphaApart) {
      kept.put(ALPHA, chunks.get(ALPHA));
    }
    String type = lossless ? LOSSLESS : LOSSY;
    kept.put(type, chunks.get(type));
    if (exif.length > 0) {
      kept.put(EXIF, ByteBuffer.wrap(exif));
    }
    return file(kept);
  }

  private ByteBuffer extendedHeader(int flags) {
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(flags);
    header.putShort((short) (width - 1)).put((byte) 0);
    header.putShort((short) (height - 1)).put((byte) 0);
    return header.flip();
  }

  private static byte[] file(Map<String, ByteBuffer> chunks) {
    int size = FILE_HEADER;
    for (ByteBuffer content : chunks.values()) {
      size += CHUNK_HEADER + content.limit() + (content.limit() & 1);
    }
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    put(file, "RIFF").putInt(size - CHUNK_HEADER);
    put(file, "WEBP");
    chunks.forEach(
        (type, content) -> {
          put(file, type).putInt(content.limit()).put(content.duplicate());
          if ((content.limit() & 1) != 0) {
            file.put((byte) 0);
          }
        });
    return file.array();
  }

  private static ByteBuffer put(ByteBuffer file, String type) {
    return file.put(type.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The colour profile, or an empty array. */
  byte[] profile() {
    return chunks.containsKey(PROFILE) ? copy(chunks.get(PROFILE)) : new byte[0];
  }

  /** The camera's notes as a TIFF file, or an empty array. */
  byte[] exif() {
    return chunks.containsKey(EXIF) ? Exif.unnamed(copy(chunks.get(EXIF))) : new byte[0];
  }

  private static byte[] copy(ByteBuffer chunk) {
    byte[] copy = new byte[chunk.limit()];
    chunk.duplicate().get(copy);
    return copy;
  }
}
