package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_NORMAL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_compare_ts;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What a video file has besides its pictures, copied packet for packet into another one: sound and
 * subtitles with their languages, chapters, and the file's own metadata.
 *
 * <pre>
 *   addTo(muxer)                     ; before its header is written
 *   addChapters(shift)               ; likewise
 *   copyUntil(time of a picture)     ; before each picture, so that both lie side by side
 *   copyRest()                       ; after the last one
 * </pre>
 *
 * <p>An owner of native memory, for one thread.
 */
final class StreamCopy implements AutoCloseable {
  private final Path path;
  private final MediaInput input;
  private final AVFormatContext source;
  private final AVPacket packet = av_packet_alloc();

  /** Streams of the source that are copied, and what they are in the other file. */
  private final Map<Integer, AVStream> copies = new HashMap<>();

  private final List<String> refused = new ArrayList<>();
  private AVFormatContext target;
  private boolean packetWaits;
  private boolean ended;
  private boolean closed;

  private StreamCopy(Path path, MediaInput input) {
    this.path = path;
    this.input = input;
    this.source = input.container();
  }

  /**
   * Opens a file to copy from.
   *
   * @throws MediaException if FFmpeg cannot read it
   */
  static StreamCopy open(Path path) {
    return new StreamCopy(path, MediaInput.of(path));
  }

  /** Gives a muxer the streams, before its header is written. */
  void addTo(AVFormatContext muxer) {
    target = muxer;
    muxer.metadata(copied(source.metadata()));
    for (int i = 0; i < source.nb_streams(); i++) {
      AVStream stream = source.streams(i);
      int kind = stream.codecpar().codec_type();
      if (kind == AVMEDIA_TYPE_AUDIO || kind == AVMEDIA_TYPE_SUBTITLE) {
        add(stream);
      }
    }
  }

  private void add(AVStream stream) {
    int codec = stream.codecpar().codec_id();
    if (avformat_query_codec(target.oformat(), codec, FF_COMPLIANCE_NORMAL) != 1) {
      refused.add(
          av_get_media_type_string(stream.codecpar().codec_type()).getString()
              + " stream "
              + stream.index()
              + " ("
              + avcodec_get_name(codec).getString()
              + ")");
      return;
    }
    AVStream copy = avformat_new_stream(target, null);
    Ffmpeg.check(
        avcodec_parameters_copy(copy.codecpar(), stream.codecpar()), "cannot copy from " + path);
    // The tag is the source format's own; the muxer knows the one of its format.
    copy.codecpar().codec_tag(0);
    copy.time_base(stream.time_base());
    copy.disposition(stream.disposition());
    copy.metadata(copied(stream.metadata()));
    copies.put(stream.index(), copy);
  }

  /**
   * Gives the muxer the chapters, before its header is written. One that ends before it begins, or
   * begins before the one ahead of it, is left out.
   *
   * @param shift added to all times, in units of the time base
   */
  void addChapters(AVRational timeBase, long shift) {
    List<AVChapter> chapters = new ArrayList<>();
    for (int i = 0; i < source.nb_chapters(); i++) {
      AVChapter chapter = source.chapters(i);
      long later = av_rescale_q(shift, timeBase, chapter.time_base());
      AVChapter before = chapters.isEmpty() ? null : chapters.get(chapters.size() - 1);
      boolean inOrder =
          before == null
              || av_compare_ts(
                      before.start(),
                      before.time_base(),
                      chapter.start() + later,
                      chapter.time_base())
                  <= 0;
      if (chapter.start() + later < 0 || chapter.end() < chapter.start() || !inOrder) {
        refused.add("chapter " + (i + 1));
      } else {
        chapters.add(moved(chapter, later));
      }
    }
    if (chapters.isEmpty()) {
      return;
    }
    // The muxer frees both the list and what is in it.
    PointerPointer<AVChapter> list =
        new PointerPointer<>(av_malloc((long) chapters.size() * Loader.sizeof(Pointer.class)));
    for (int i = 0; i < chapters.size(); i++) {
      list.put(i, chapters.get(i));
    }
    target.chapters(list).nb_chapters(chapters.size());
  }

  private static AVChapter moved(AVChapter chapter, long later) {
    AVChapter copy = new AVChapter(av_mallocz(Loader.sizeof(AVChapter.class)));
    copy.id(chapter.id()).time_base(chapter.time_base());
    copy.start(chapter.start() + later).end(chapter.end() + later);
    return copy.metadata(copied(chapter.metadata()));
  }

  private static AVDictionary copied(AVDictionary entries) {
    AVDictionary copy = new AVDictionary(null);
    av_dict_copy(copy, entries, 0);
    return copy;
  }

  /** Whether the file has subtitles, be it that the other one does not take them. */
  boolean hasSubtitles() {
    for (int i = 0; i < source.nb_streams(); i++) {
      if (source.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_SUBTITLE) {
        return true;
      }
    }
    return false;
  }

  /** What the other file does not take, in words. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /**
   * Writes the packets that come before a time.
   *
   * @param time in the source, in units of the time base
   * @param shift added to all times, in the same units
   */
  void copyUntil(long time, AVRational timeBase, long shift) {
    while (advance()) {
      AVStream stream = source.streams(packet.stream_index());
      boolean before =
          packet.dts() == AV_NOPTS_VALUE
              || av_compare_ts(packet.dts(), stream.time_base(), time, timeBase) < 0;
      if (!before) {
        return;
      }
      write(stream, timeBase, shift);
    }
  }

  /** Writes all that is left; see {@link #copyUntil}. */
  void copyRest(AVRational timeBase, long shift) {
    while (advance()) {
      write(source.streams(packet.stream_index()), timeBase, shift);
    }
  }

  /** Whether there is a packet to write; reads on if none waits. */
  private boolean advance() {
    while (!packetWaits && !ended) {
      int result = input.read(packet);
      if (result < 0) {
        // The end, or a file that breaks off: what it has is copied, as its pictures are.
        ended = true;
      } else if (copies.containsKey(packet.stream_index())) {
        packetWaits = true;
      } else {
        av_packet_unref(packet);
      }
    }
    return packetWaits;
  }

  private void write(AVStream stream, AVRational timeBase, long shift) {
    AVStream copy = copies.get(packet.stream_index());
    av_packet_rescale_ts(packet, stream.time_base(), copy.time_base());
    long later = av_rescale_q(shift, timeBase, copy.time_base());
    if (packet.pts() != AV_NOPTS_VALUE) {
      packet.pts(packet.pts() + later);
    }
    if (packet.dts() != AV_NOPTS_VALUE) {
      packet.dts(packet.dts() + later);
    }
    packet.stream_index(copy.index());
    packet.pos(-1);
    packetWaits = false;
    // Takes the packet's bytes over and leaves it empty.
    Ffmpeg.check(av_interleaved_write_frame(target, packet), "cannot copy from " + path);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    av_packet_free(packet);
    input.close();
  }
}
