package io.iptstreams.image;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Codes of the fewest bits for symbols that occur so often, none longer than 15 bits, numbered as
 * RFC 1951, section 3.2.2, has it: by their lengths alone.
 */
final class HuffmanCode {
  static final int LONGEST = 15;

  private final byte[] lengths;
  private final short[] bits;

  private HuffmanCode(byte[] lengths) {
    this.lengths = lengths;
    this.bits = numbered(lengths);
  }

  /**
   * @param counts how often each symbol occurs; the last one does
   */
  static HuffmanCode of(int... counts) {
    int[] weights = counts.clone();
    if (Arrays.stream(weights).filter(weight -> weight > 0).count() == 1) {
      // Some inflaters refuse a code of a single symbol.
      weights[0]++;
    }
    byte[] lengths = lengths(weights);
    while (longest(lengths) > LONGEST) {
      // Rare symbols come nearer to the others, so that the deepest are less deep.
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (weights[i] + 1) / 2;
      }
      lengths = lengths(weights);
    }
    return new HuffmanCode(lengths);
  }

  /** Bits of a symbol's code; 0 if it does not occur. */
  int length(int symbol) {
    return lengths[symbol];
  }

  /** The code, its first bit lowest. */
  int bits(int symbol) {
    return bits[symbol];
  }

  /** The lowest bits in the opposite order. */
  static int reversed(int value, int count) {
    return count == 0 ? 0 : Integer.reverse(value) >>> (Integer.SIZE - count);
  }

  /** Joins the two lightest trees until one is left. */
  private static byte[] lengths(int... weights) {
    PriorityQueue<Tree> trees = new PriorityQueue<>(Comparator.comparingInt(Tree::weight));
    for (int symbol = 0; symbol < weights.length; symbol++) {
      if (weights[symbol] > 0) {
        trees.add(new Tree(weights[symbol], symbol, null, null));
      }
    }
    while (trees.size() > 1) {
      Tree lightest = trees.remove();
      Tree next = trees.remove();
      trees.add(new Tree(lightest.weight + next.weight, -1, lightest, next));
    }
    byte[] lengths = new byte[weights.length];
    trees.remove().measure(0, lengths);
    return lengths;
  }

  private static int longest(byte... lengths) {
    int longest = 0;
    for (byte length : lengths) {
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static short[] numbered(byte... lengths) {
    short[] bits = new short[lengths.length];
    int next = 0;
    for (int length = 1; length <= LONGEST; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          bits[symbol] = (short) reversed(next, length);
          next++;
        }
      }
      next <<= 1;
    }
    return bits;
  }

  /** A symbol, or two trees. */
  private record Tree(int weight, int symbol, Tree left, Tree right) {
    void measure(int depth, byte... lengths) {
      if (left == null) {
        lengths[symbol] = (byte) depth;
      } else {
        left.measure(depth + 1, lengths);
        right.measure(depth + 1, lengths);
      }
    }
  }
}
