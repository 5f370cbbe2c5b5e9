#pragma once

// Files inside a file that is a material itself: of a PDF, of an e-mail.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "ingest/archive_name.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {

// Takes attachments one by one and hands them on as members, within the limits.
class AttachmentWriter {
 public:
  // `depth`: of the file that holds them, as if it were an archive.
  AttachmentWriter(const Limits& limits, int depth, const std::filesystem::path& scratch,
                   const std::function<void(Member)>& give)
      : limits_(limits), depth_(depth), scratch_(scratch), give_(give) {}

  // Nested too deep they are named, not taken. False: another limit is met or the disk is full, and
  // the last member said so.
  bool add(std::string_view name, std::string_view bytes);
  // A member that is named but not taken: it is too large, or stands for more than are looked at.
  void refuse(std::string_view name);
  // How many bytes the next one may have.
  std::uint64_t bytes_left() const { return limits_.max_unpacked_bytes - bytes_; }

 private:
  Member next(std::string_view name);
  void refuse(std::string_view name, core::Error why);

  const Limits& limits_;
  int depth_;
  const std::filesystem::path& scratch_;
  const std::function<void(Member)>& give_;
  MemberNames names_;
  int count_ = 0;
  std::uint64_t bytes_ = 0;
};

core::Result<void> pdf_attachments(const std::filesystem::path& file, AttachmentWriter& writer);
core::Result<void> mail_attachments(const std::filesystem::path& file, AttachmentWriter& writer);

}  // namespace jianzhen::ingest
