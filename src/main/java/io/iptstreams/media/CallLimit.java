package io.iptstreams.media;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends a call of FFmpeg that waits for the network: when its time is up, or when its thread is
 * interrupted.
 *
 * <p>FFmpeg asks about ten times a second, on the thread that waits, so the limit belongs to the
 * thread; one callback serves all contexts, where JavaCPP has room for few.
 */
final class CallLimit extends AVIOInterruptCB.Callback_Pointer {
  private static final long NONE = Long.MAX_VALUE;
  private static final int GO_ON = 0;
  private static final int STOP = 1;

  // Held for ever: native code keeps only its address.
  private static final CallLimit CALLBACK = new CallLimit();

  /** By what the clock shows when the call began, so that its overflow does no harm. */
  private record Limit(long begin, long nanos) {
    private boolean isOver() {
      return nanos != NONE && System.nanoTime() - begin >= nanos;
    }
  }

  private static final ThreadLocal<Limit> LIMIT = ThreadLocal.withInitial(() -> new Limit(0, NONE));

  private CallLimit() {}

  /** Makes the calls of a context end. */
  static void guard(AVIOInterruptCB callbacks) {
    callbacks.callback(CALLBACK);
  }

  /**
   * Runs calls of FFmpeg on this thread and ends their waiting after so long.
   *
   * @return what they returned; an error if they were ended
   */
  static int within(Duration limit, IntSupplier calls) {
    LIMIT.set(new Limit(System.nanoTime(), limit.toNanos()));
    try {
      return calls.getAsInt();
    } finally {
      LIMIT.remove();
    }
  }

  @Override
  public int call(Pointer opaque) {
    return Thread.currentThread().isInterrupted() || LIMIT.get().isOver() ? STOP : GO_ON;
  }
}
