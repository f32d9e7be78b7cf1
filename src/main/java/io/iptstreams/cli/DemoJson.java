package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.demo.DemoReport;

/** What a demo measured, for programs. */
final class DemoJson {
  private DemoJson() {}

  /** PSNR is in dB over RGB, against the clean clip. One frame has no rate. */
  static ObjectNode of(DemoReport report) {
    ObjectNode node =
        new ObjectMapper()
            .createObjectNode()
            .put("sent", report.sent())
            .put("restored", report.restored())
            .put("deadLettered", report.deadLettered())
            .put("firstAfterSeconds", report.firstAfterSeconds());
    if (report.restored() > 1) {
      node.put("framesPerSecond", report.framesPerSecond());
    }
    node.putObject("psnr")
        .put("spoiled", report.spoiledDecibels())
        .put("restored", report.restoredDecibels());
    return node.put("spoiled", report.spoiled().toString())
        .put("video", report.video().toString())
        .put("picture", report.picture().toString());
  }
}
