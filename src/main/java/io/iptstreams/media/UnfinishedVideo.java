package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_make_writable;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;

/**
 * The pictures of a video that a process left unfinished, still encoded, as far as they are whole.
 *
 * <p>Packets come as the encoder gave them: the units of H.264 and HEVC, which MP4 holds with their
 * lengths before them, have start codes again.
 *
 * <p>An owner of native memory, for one thread.
 */
final class UnfinishedVideo implements AutoCloseable {
  private static final int START_CODE = 1;

  private final MediaInput input;
  private final AVFormatContext container;
  private final AVPacket packet = av_packet_alloc();
  private int streamIndex = -1;
  private boolean hasLengths;

  private UnfinishedVideo(MediaInput input) {
    this.input = input;
    this.container = input.container();
  }

  /**
   * Opens what was written of a video.
   *
   * @throws MediaException if it was not enough to be one
   */
  static UnfinishedVideo open(Path file) {
    UnfinishedVideo video = new UnfinishedVideo(MediaInput.of(file));
    try {
      video.chooseStream(file);
      return video;
    } catch (RuntimeException | Error e) {
      video.close();
      throw e;
    }
  }

  /** Whether its pictures are coded as those of a stream are, in codec and size. */
  boolean isLike(AVCodecParameters other) {
    AVCodecParameters own = container.streams(streamIndex).codecpar();
    return own.codec_id() == other.codec_id()
        && own.width() == other.width()
        && own.height() == other.height();
  }

  /** How many packets a file holds; 0 if it is none that can be opened. */
  static int count(Path file) {
    try (UnfinishedVideo video = open(file)) {
      int count = 0;
      while (video.next().isPresent()) {
        count++;
      }
      return count;
    } catch (MediaException noVideoYet) {
      return 0;
    }
  }

  private void chooseStream(Path file) {
    for (int i = 0; i < container.nb_streams() && streamIndex < 0; i++) {
      if (container.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
        streamIndex = i;
      }
    }
    if (streamIndex < 0) {
      throw new MediaException(file + " was broken off before there was a picture in it");
    }
    AVCodecParameters coded = container.streams(streamIndex).codecpar();
    boolean unitsOfNal =
        coded.codec_id() == AV_CODEC_ID_H264 || coded.codec_id() == AV_CODEC_ID_HEVC;
    // The record before the pictures that MP4 and Matroska keep begins with its version.
    hasLengths = unitsOfNal && coded.extradata_size() > 0 && coded.extradata().get() == 1;
  }

  /** The next packet, a loan until the next call; none at the end, or where the file breaks off. */
  Optional<AVPacket> next() {
    while (true) {
      av_packet_unref(packet);
      if (input.read(packet) < 0) {
        return Optional.empty();
      }
      if (packet.stream_index() == streamIndex) {
        boolean whole = (packet.flags() & AV_PKT_FLAG_CORRUPT) == 0;
        return whole && (!hasLengths || startCodes()) ? Optional.of(packet) : Optional.empty();
      }
    }
  }

  /** Puts a start code in place of each length, which takes as many bytes; whether all fitted. */
  private boolean startCodes() {
    Ffmpeg.check(av_packet_make_writable(packet), "no native memory for a packet");
    ByteBuffer bytes =
        packet.data().capacity(packet.size()).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    int at = 0;
    while (at + Integer.BYTES <= bytes.capacity()) {
      int length = bytes.getInt(at);
      bytes.putInt(at, START_CODE);
      at += Integer.BYTES;
      if (length < 0 || length > bytes.capacity() - at) {
        return false;
      }
      at += length;
    }
    return at == bytes.capacity();
  }

  @Override
  public void close() {
    av_packet_free(packet);
    input.close();
  }
}
