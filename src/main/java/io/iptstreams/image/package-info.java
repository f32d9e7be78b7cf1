/**
 * A picture as plain numbers on the heap, and the bytes it is stored as. Knows only the JDK.
 *
 * <pre>
 *   FileCodec ─┬─> ImageCodec ─┬─> PNG, JPEG by the JDK's ImageIO
 *              │               ├─> PngWriter
 *              │               ├─> TiffReader ─> TiffDirectory, TiffSamples, TiffBlocks, TiffUnpacker
 *              │               └─> TiffWriter
 *              └─> WebpFile, and a WebpCoder that another room lends
 *   FileDetails ───> ExifBlock, ColourProfile: what a file made from another one says in turn
 *   RawRgb: no file format at all
 * </pre>
 */
package io.iptstreams.image;
