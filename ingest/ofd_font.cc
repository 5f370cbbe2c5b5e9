#include "ingest/ofd_font.h"

#include <cairo-ft.h>

namespace jianzhen::ingest {
namespace {

// One for the process; the reader's children end with it.
FT_Library library() {
  static const FT_Library made = [] {
    FT_Library one = nullptr;
    return FT_Init_FreeType(&one) == 0 ? one : nullptr;
  }();
  return made;
}

const cairo_user_data_key_t kHeld{};

}  // namespace

// What FreeType needs for as long as Cairo keeps the face, which may be longer than anybody here.
struct OfdFonts::Held {
  std::string bytes;
  FT_Face face = nullptr;

  Held() = default;
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    if (face != nullptr) FT_Done_Face(face);
  }
};

OfdFonts::Font& OfdFonts::font(const std::string& id) {
  const auto [at, is_new] = fonts_.try_emplace(id);
  const auto bytes = is_new ? document_.font_file(id) : std::nullopt;
  if (!bytes || library() == nullptr) return at->second;
  auto held = std::make_unique<Held>();
  held->bytes = *bytes;
  const auto* data = reinterpret_cast<const FT_Byte*>(held->bytes.data());
  if (FT_New_Memory_Face(library(), data, static_cast<FT_Long>(held->bytes.size()), 0,
                         &held->face) != 0) {
    return at->second;
  }
  at->second.face.reset(cairo_ft_font_face_create_for_ft_face(held->face, 0));
  const auto let_go = [](void* one) { delete static_cast<Held*>(one); };
  if (cairo_font_face_set_user_data(at->second.face.get(), &kHeld, held.get(), let_go) !=
      CAIRO_STATUS_SUCCESS) {
    at->second.face.reset();
    return at->second;
  }
  at->second.held = held.release();
  return at->second;
}

cairo_font_face_t* OfdFonts::face(const std::string& id) { return font(id).face.get(); }

unsigned long OfdFonts::glyph(const std::string& id, char32_t character, unsigned long named) {
  const Font& one = font(id);
  if (one.held == nullptr) return 0;
  FT_Face face = one.held->face;
  const bool there = named != 0 && named < static_cast<unsigned long>(face->num_glyphs);
  return there ? named : FT_Get_Char_Index(face, character);
}

}  // namespace jianzhen::ingest
