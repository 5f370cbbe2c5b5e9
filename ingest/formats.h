#pragma once

// What each format's file offers to the table in ingest.cc. Errors as in ingest.h.

#include "ingest/ingest.h"

namespace jianzhen::ingest {

struct Reading {
  const std::filesystem::path& file;
  const FileType& type;
  const Limits& limits;
  const std::vector<int>& skip;
  PageSink& sink;

  bool skips(int page) const;
  // Before anything of the page is decoded, so that a decoder that falls over costs this page only.
  // False: it is skipped.
  bool begins(int page) const;
};

struct Rendering {
  const std::filesystem::path& file;
  const FileType& type;
  int page;
  std::optional<double> time;
  int width;
  const Limits& limits;
};

core::Result<void> read_pdf(const Reading& reading);
core::Result<void> read_ofd(const Reading& reading);
core::Result<void> read_picture(const Reading& reading);
core::Result<void> read_video(const Reading& reading);
core::Result<void> read_text(const Reading& reading);
core::Result<void> read_mail(const Reading& reading);

core::Result<core::Picture> render_pdf(const Rendering& rendering);
core::Result<core::Picture> render_ofd(const Rendering& rendering);
core::Result<core::Picture> render_picture(const Rendering& rendering);
core::Result<core::Picture> render_video(const Rendering& rendering);

tl::unexpected<core::Error> no_such_page(int page);

}  // namespace jianzhen::ingest
