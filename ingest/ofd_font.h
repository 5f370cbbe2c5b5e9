#pragma once

// Fonts that an OFD file brings along, for drawing with Cairo. Needs cairo.h, for the ofd_draw.cc
// alone.

#include <cairo.h>

#include <map>
#include <memory>
#include <string>

#include "ingest/ofd_document.h"

namespace jianzhen::ingest {

class OfdFonts {
 public:
  explicit OfdFonts(const OfdDocument& document) : document_(document) {}

  // The embedded font of this id; nullptr where there is none, or it is no font. Lives as long as
  // this object or what Cairo draws with it.
  cairo_font_face_t* face(const std::string& id);

  // Its glyph for the character: the one the file names, where there is such a one, else the font's
  // own choice; 0 where it has none.
  unsigned long glyph(const std::string& id, char32_t character, unsigned long named);

 private:
  struct Held;
  struct FaceCloser {
    void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
  };
  struct Font {
    std::unique_ptr<cairo_font_face_t, FaceCloser> face;
    Held* held = nullptr;  // owned by `face`
  };
  Font& font(const std::string& id);

  const OfdDocument& document_;
  std::map<std::string, Font> fonts_;
};

}  // namespace jianzhen::ingest
