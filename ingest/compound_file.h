#pragma once

// A look into OLE compound files (MS-CFB): which streams they hold, and the first bytes of one.
// Enough to tell Word from Excel from a mail, and a locked document from an open one.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jianzhen::ingest {

struct CompoundStream {
  std::string name;  // ASCII part of its UTF-16 name; other characters as '?'
  std::uint32_t first_sector = 0;
  std::uint64_t size = 0;
};

struct CompoundFile {
  std::vector<CompoundStream> streams;

  const CompoundStream* find(std::string_view name) const;
};

// nothing: not a compound file, or its directory cannot be followed.
std::optional<CompoundFile> look_into_compound(const std::filesystem::path& file);

// True where the document cannot be opened without a password: an encrypted OOXML package, a .doc
// with fEncrypted (MS-DOC 2.5.2), an .xls with FilePass (MS-XLS 2.4.117), a .ppt with an
// encrypted summary (MS-PPT 2.3.7).
bool needs_password(const std::filesystem::path& file, const CompoundFile& compound);

}  // namespace jianzhen::ingest
