package io.iptstreams.cli;

import io.iptstreams.model.DeviceChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --device}. */
final class DeviceConverter implements ITypeConverter<DeviceChoice> {
  @Override
  public DeviceChoice convert(String words) {
    try {
      return DeviceChoice.parse(words);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
