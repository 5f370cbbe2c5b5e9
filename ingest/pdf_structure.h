#pragma once

// What stands in a PDF beside its pages' words, read with qpdf: actions, attachments, and what each
// page paints. No qpdf type leaves the .cc file.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/picture.h"
#include "ingest/page_content.h"

namespace jianzhen::ingest {

class PdfStructure {
 public:
  // nothing: qpdf cannot follow this file (Poppler may still).
  static std::optional<PdfStructure> open(const std::filesystem::path& file);

  PdfStructure(PdfStructure&&) noexcept;
  PdfStructure& operator=(PdfStructure&&) noexcept;
  ~PdfStructure();

  // Of the file as a whole: what runs when it opens, document scripts, outline and form,
  // attachments, signatures. What cannot be looked at is among them, as `unseen`.
  std::vector<core::Observation> observations() const;

  // Of one page (from 1) and its annotations.
  std::vector<core::Observation> observations(int page) const;

  // What its notes say, which stands behind an icon until somebody opens it (12.5.6.4), and where
  // the icons are, in the page's own coordinates.
  struct Note {
    std::string text;
    core::Box place;
  };
  std::vector<Note> notes(int page) const;

  // nothing: the page is not where qpdf looks for it, or is too damaged.
  std::optional<Painted> painted(int page) const;

  // The pixels of an embedded picture as they are stored, at most `max_pixels`; nothing where they
  // are shown otherwise than stored (masked, of other colours), or are of a kind that only drawing
  // the page decodes.
  std::optional<core::Picture> stored_picture(const PaintedPicture& picture,
                                              double max_pixels) const;

 private:
  struct State;
  explicit PdfStructure(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace jianzhen::ingest
