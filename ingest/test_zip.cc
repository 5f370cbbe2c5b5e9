#include "ingest/test_zip.h"

#include <archive.h>
#include <archive_entry.h>

namespace jianzhen::ingest {

void write_zip(const std::filesystem::path& to, const ZipMembers& members, Packing packing) {
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  if (packing == Packing::stored) archive_write_zip_set_compression_store(writer);
  archive_write_open_filename(writer, to.c_str());
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_copy_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
}

}  // namespace jianzhen::ingest
