package io.iptstreams.model.checkpoint;

import java.nio.ByteBuffer;

/** What a storage holds, by the name that PyTorch gives it; read as 32-bit floats. */
enum ElementType {
  FLOAT("FloatStorage", 4) {
    @Override
    float at(ByteBuffer raw, int index) {
      return raw.getFloat(4 * index);
    }
  },
  DOUBLE("DoubleStorage", 8) {
    @Override
    float at(ByteBuffer raw, int index) {
      return (float) raw.getDouble(8 * index);
    }
  },
  /** Exact up to 2²⁴, and the only one an IPT checkpoint has counts to a few hundred. */
  LONG("LongStorage", 8) {
    @Override
    float at(ByteBuffer raw, int index) {
      return raw.getLong(8 * index);
    }
  },
  HALF("HalfStorage", 2) {
    @Override
    float at(ByteBuffer raw, int index) {
      return half(raw.getShort(2 * index));
    }
  },
  /** The upper half of a 32-bit float. */
  BFLOAT16("BFloat16Storage", 2) {
    @Override
    float at(ByteBuffer raw, int index) {
      return Float.intBitsToFloat(raw.getShort(2 * index) << 16);
    }
  };

  private final String storageName;
  private final int bytes;

  ElementType(String storageName, int bytes) {
    this.storageName = storageName;
    this.bytes = bytes;
  }

  /** Name of its class in {@code torch}. */
  String storageName() {
    return storageName;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** One element of a little-endian storage. */
  abstract float at(ByteBuffer raw, int index);

  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Math.scalb((float) (fraction + 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
