#pragma once

// What a reader found in a file: pages with words and boxes. Plain values, thread-compatible.
// The form on disk and over the child's pipe is CBOR of core/serial.h, with kDocumentVersion.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/geometry.h"

namespace jianzhen::core {

// One line of words in reading direction.
struct Line {
  std::string text;       // UTF-8, as printed: full-width forms and spaces kept
  Box box;                // around the whole line
  double confidence = 1;  // of its reader, 0–1; 1 for a text layer
  bool doubtful = false;  // its reader guessed, or misreads too much to decide alone
  bool vertical = false;  // characters run downwards, or upwards on a page that lies on its side
  // Where the characters begin and end along the line: code points + 1 fractions of the page's
  // width (of its height where vertical), rising, or falling on a page that lies on its side or
  // head (Page::turn). Empty: take them as evenly spaced.
  std::vector<float> edges;
  // Code points of `text` of which the reader itself is not sure, rising: each may as well be
  // another character.
  std::vector<std::uint32_t> unsure;

  bool operator==(const Line&) const = default;
};

// The box of the code points [first, last) of a line; clamped to the line.
Box box_of(const Line& line, std::size_t first, std::size_t last);

struct Seal {
  std::string text;  // the unit in the ring; empty where it cannot be read
  Box box;
  double confidence = 0;  // 0–1
  std::string number;     // along the bottom of the ring, its digits; empty where none is read

  bool operator==(const Seal&) const = default;
};

// A QR or bar code. The content is kept, never opened.
struct Code {
  std::string format;  // ZXing's name: "QRCode"
  std::string text;
  Box box;

  bool operator==(const Code&) const = default;
};

// A picture on the page that can be known again: a photograph, a screenshot, a drawing. Scaled,
// recompressed or brightened it keeps nearly all bits of its hash (ocr/figures.h).
struct Figure {
  Box box;
  std::array<std::uint64_t, 4> hash{};

  bool operator==(const Figure&) const = default;
};

enum class PageSource { none, text_layer, ocr, both };

struct Page {
  int number = 0;  // from 1
  int width = 0;   // pixels of the picture that was read; for a text layer points at 72 dpi
  int height = 0;
  PageSource source = PageSource::none;
  double confidence = 0;  // mean over the characters, 0–1; 0 where nothing was read
  // Degrees (0, 90, 180, 270) by which the page as displayed must be turned clockwise for its words
  // to stand upright. Boxes and edges are always of the page as displayed.
  int turn = 0;
  // Of a video frame, seconds: it stands from `time` to `until`.
  std::optional<double> time;
  std::optional<double> until;
  std::vector<Line> lines;  // in reading order
  std::vector<Seal> seals;
  std::vector<Code> codes;
  std::vector<Figure> figures;  // without words of its own, blank ones and seals
  // How well the page can be read, measured on its picture (none for a pure text layer).
  struct Quality {
    double text_height = 0;  // median line height, pixels
    double contrast = 0;     // 0–1, ink against paper
    double sharpness = 0;    // variance of the Laplacian over text boxes
    double ink = 0;          // share of the page covered by ink or picture, 0–1: 0 is blank
    bool readable = true;    // the reader's own verdict over these and the confidence
    bool operator==(const Quality&) const = default;
  };
  std::optional<Quality> quality;

  bool operator==(const Page&) const = default;
};

// The page after a turn clockwise by 0, 90, 180 or 270 degrees: width, height, `turn`, every box
// and edge. turned(page, page.turn) is what to look at for what stands beside or below what; a box
// of it goes back to the page as displayed by turned(box, 360 - page.turn).
Page turned(Page page, int degrees);

// Something a reader noticed about the file, beside its words.
enum class ObservationKind {
  active_content,    // JavaScript, launch action, macro: reported, never run
  external_link,     // refers to something outside
  attachment,        // a file inside; detail: its name
  owner_restricted,  // opens, but its author forbids something
  signature_valid,   // detail: who signed
  signature_changed_after,
  signature_invalid,
  text_layer_rejected,  // detail: why the page was read as a picture
  truncated,            // a limit was met; what is here is a part. Never "clean"
  unplayable,           // a video without a decodable picture
  signature_unchecked,  // of a kind not known here: nothing is said for or against it
  name_clash,           // of an archive: another member has this one's name; detail: its name here
  unseen,  // the pages are read; of what stands beside them this (detail) could not be looked at
};

struct Observation {
  ObservationKind kind = ObservationKind::active_content;
  int page = 0;  // from 1; 0 = the whole file
  std::string detail;

  bool operator==(const Observation&) const = default;
};

// What a video is, beside the words on its frames.
struct Video {
  double duration = 0;  // seconds
  int width = 0;        // of the picture as displayed, pixels
  int height = 0;
  std::string picture_codec;  // libav's names: "h264", "aac"; empty where there is no such track
  std::string sound_codec;

  // Where nothing is to be seen or heard for longer than a pause takes.
  struct Stretch {
    enum class Kind { black, frozen, silent };
    Kind kind = Kind::black;
    double from = 0;  // seconds
    double until = 0;
    bool operator==(const Stretch&) const = default;
  };
  std::vector<Stretch> stretches;  // by their beginnings

  bool operator==(const Video&) const = default;
};

struct Document {
  std::string media_type;  // told from the bytes: "application/pdf"
  int page_count = 0;      // of the file; pages may be fewer while it is being read
  std::vector<Page> pages;
  std::vector<Observation> observations;
  std::optional<Video> video;

  bool operator==(const Document&) const = default;
};

}  // namespace jianzhen::core
