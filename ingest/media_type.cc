#include "ingest/media_type.h"

#include <archive.h>
#include <archive_entry.h>
#include <magic.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include "ingest/archive_reader.h"
#include "ingest/compound_file.h"
#include "ingest/failures.h"
#include "ingest/mime.h"
#include "ingest/text_encoding.h"

namespace jianzhen::ingest {
namespace {

struct Row {
  std::string_view media_type;  // a trailing '/' takes the whole family
  FileClass file_class;
};

// Order matters only where a family and one of its members disagree: the member comes first.
constexpr std::array kClasses = {
    Row{"application/pdf", FileClass::pdf},
    Row{"application/ofd", FileClass::ofd},
    Row{"image/jpeg", FileClass::picture},
    Row{"image/png", FileClass::picture},
    Row{"image/bmp", FileClass::picture},
    Row{"image/webp", FileClass::picture},
    Row{"image/gif", FileClass::picture},
    Row{"image/tiff", FileClass::picture},
    Row{"image/heic", FileClass::picture},
    Row{"image/heif", FileClass::picture},
    Row{"image/avif", FileClass::picture},
    Row{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileClass::office},
    Row{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FileClass::office},
    Row{"application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileClass::office},
    Row{"application/vnd.oasis.opendocument.text", FileClass::office},
    Row{"application/vnd.oasis.opendocument.spreadsheet", FileClass::office},
    Row{"application/vnd.oasis.opendocument.presentation", FileClass::office},
    Row{"application/msword", FileClass::office},
    Row{"application/vnd.ms-excel", FileClass::office},
    Row{"application/vnd.ms-powerpoint", FileClass::office},
    Row{"application/vnd.ms-office.encrypted", FileClass::office},
    Row{"text/rtf", FileClass::office},
    Row{"video/", FileClass::video},
    Row{"application/zip", FileClass::archive},
    Row{"application/x-7z-compressed", FileClass::archive},
    Row{"application/x-rar", FileClass::archive},
    Row{"application/x-tar", FileClass::archive},
    Row{"application/gzip", FileClass::archive},
    Row{"application/x-bzip2", FileClass::archive},
    Row{"application/x-xz", FileClass::archive},
    Row{"application/zstd", FileClass::archive},
    Row{"application/json", FileClass::text},
    Row{"application/xml", FileClass::text},
    Row{"application/csv", FileClass::text},
    Row{"application/x-ndjson", FileClass::text},
    Row{"message/rfc822", FileClass::mail},
    Row{"application/javascript", FileClass::text},
    Row{"text/", FileClass::text},
    Row{"inode/x-empty", FileClass::empty},
};

// One thing has several names in libmagic's tables and in its versions.
struct Alias {
  std::string_view from;
  std::string_view to;
};
constexpr std::array kAliases = {
    Alias{"image/x-ms-bmp", "image/bmp"},
    Alias{"application/x-gzip", "application/gzip"},
    Alias{"application/x-zstd", "application/zstd"},
    Alias{"application/vnd.rar", "application/x-rar"},
    Alias{"application/x-bzip", "application/x-bzip2"},
    Alias{"application/rtf", "text/rtf"},
    Alias{"application/xhtml+xml", "text/html"},
    Alias{"text/xml", "application/xml"},
    Alias{"application/x-matroska", "video/x-matroska"},
    Alias{"application/vnd.ms-asf", "video/x-ms-asf"},
    Alias{"application/encrypted", "application/vnd.ms-office.encrypted"},
};

// Names in a zip that tell what it is. A '/' at the end matches a folder.
struct ZipMark {
  std::string_view name;
  std::string_view media_type;
};
constexpr std::array kZipMarks = {
    ZipMark{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    ZipMark{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    ZipMark{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
};

struct MagicCloser {
  void operator()(magic_t cookie) const { magic_close(cookie); }
};

// Loading libmagic's tables takes longer than asking them: once per process.
magic_t magic_tables() {
  static const std::unique_ptr<magic_set, MagicCloser> cookie = [] {
    std::unique_ptr<magic_set, MagicCloser> made(
        magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR));
    if (made && magic_load(made.get(), nullptr) != 0) made.reset();
    return made;
  }();
  return cookie.get();
}

std::string canonical(std::string media_type) {
  for (const Alias& alias : kAliases) {
    if (alias.from == media_type) return std::string(alias.to);
  }
  return media_type;
}

// Junk before the header is common in PDFs made by scripts; readers accept it in the first 1,024
// bytes (ISO 32000-1, annex H, note 13).
bool has_pdf_header(std::string_view head) {
  return head.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

// A PDF that lost its beginning: nothing else has these words among bytes that are no text.
bool has_pdf_remains(std::string_view head) {
  return head.find("endobj") != std::string_view::npos ||
         head.find("startxref") != std::string_view::npos;
}

bool is_told_weakly(const std::string& media_type) {
  return media_type == "application/octet-stream" || media_type.starts_with("text/") ||
         media_type.empty();
}

// POSIX.1-1988 tar and its GNU form: "ustar" at 257; the old form has only a checksum.
bool is_tar(std::string_view head) {
  if (head.size() < 512) return false;
  if (head.substr(257, 5) == "ustar") return true;
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i) {
    sum += i >= 148 && i < 156 ? 32U : static_cast<unsigned char>(head[i]);
  }
  unsigned told = 0;
  std::size_t digits = 0;
  for (const char c : head.substr(148, 8)) {
    if (c < '0' || c > '7') continue;
    told = told * 8 + static_cast<unsigned>(c - '0');
    ++digits;
  }
  return digits >= 4 && told == sum && head[0] != '\0';
}

std::string compound_media_type(const std::filesystem::path& file) {
  constexpr std::array kStreams = {
      ZipMark{"EncryptedPackage", "application/vnd.ms-office.encrypted"},
      ZipMark{"WordDocument", "application/msword"},
      ZipMark{"Workbook", "application/vnd.ms-excel"},
      ZipMark{"Book", "application/vnd.ms-excel"},
      ZipMark{"PowerPoint Document", "application/vnd.ms-powerpoint"},
      ZipMark{"__properties_version1.0", "application/vnd.ms-outlook"},
  };
  const auto compound = look_into_compound(file);
  if (!compound) return {};
  for (const ZipMark& mark : kStreams) {
    if (compound->find(mark.name) != nullptr) return std::string(mark.media_type);
  }
  return "application/x-ole-storage";
}

// What libmagic cannot know from the first bytes, or knows wrongly.
std::string refined(std::string media_type, std::string_view head,
                    const std::filesystem::path& file) {
  if (head.starts_with("\xD0\xCF\x11\xE0")) {
    std::string inside = compound_media_type(file);
    if (!inside.empty()) return inside;
  }
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
    return zip_media_type(file);
  }
  if (is_tar(head)) return "application/x-tar";
  if (is_told_weakly(media_type) && has_pdf_header(head)) return "application/pdf";
  // libmagic knows a mail by its first field only, and one that begins otherwise by its HTML.
  if (is_told_weakly(media_type) && looks_like_mail(head)) return "message/rfc822";
  if (media_type == "application/octet-stream" && looks_like_text(head)) return "text/plain";
  if (media_type == "application/octet-stream" && has_pdf_remains(head)) return "application/pdf";
  return media_type;
}

}  // namespace

FileClass class_of(std::string_view media_type) {
  for (const Row& row : kClasses) {
    const bool family = row.media_type.ends_with('/');
    if (family ? media_type.starts_with(row.media_type) : media_type == row.media_type) {
      return row.file_class;
    }
  }
  return FileClass::unsupported;
}

std::string zip_media_type(const std::filesystem::path& file) {
  constexpr int kEntriesLookedAt = 2000;
  std::string plain = "application/zip";
  const Utf8Locale utf8;
  const auto reader = open_archive(file, plain);
  if (!reader) return plain;
  bool open_packaging = false;
  std::string marked;
  archive_entry* entry = nullptr;
  for (int i = 0; i < kEntriesLookedAt; ++i) {
    if (archive_read_next_header(reader->get(), &entry) < ARCHIVE_WARN) break;
    const char* text = archive_entry_pathname(entry);
    const std::string_view name = text != nullptr ? text : "";
    // OpenDocument 1.2, part 3, 3.3: first and stored. Who packs one anew puts it anywhere.
    if (name == "mimetype") {
      std::array<char, 128> type{};
      const auto got = archive_read_data(reader->get(), type.data(), type.size() - 1);
      constexpr std::string_view kOpenDocument = "application/vnd.oasis.";
      const std::string_view wanted = i == 0 ? kOpenDocument.substr(0, 12) : kOpenDocument;
      if (got > 0 && std::string_view(type.data()).starts_with(wanted)) return type.data();
    }
    if (name == "OFD.xml") return "application/ofd";  // GB/T 33190-2016, 7.2
    if (name == "[Content_Types].xml") open_packaging = true;
    for (const ZipMark& mark : kZipMarks) {
      if (name.starts_with(mark.name)) marked = mark.media_type;
    }
    if (open_packaging && !marked.empty()) return marked;
  }
  return plain;
}

core::Result<FileType> detect(const std::filesystem::path& file) {
  constexpr std::size_t kHead = std::size_t{256} << 10;
  std::ifstream in(file, std::ios::binary);
  if (!in) return system_failure(errno, "open " + file.string());
  std::string head(kHead, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (in.bad()) return system_failure(errno, "read " + file.string());
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (head.empty()) return FileType{FileClass::empty, "inode/x-empty"};
  const magic_t tables = magic_tables();
  if (tables == nullptr) {
    return core::fail(core::ErrorCode::internal,
                      {"文件类型库无法加载，请安装 libmagic 的数据文件。",
                       "The file type tables cannot be loaded; install libmagic's data file."},
                      "magic_load");
  }
  const char* told = magic_buffer(tables, head.data(), head.size());
  std::string media_type =
      refined(canonical(told != nullptr ? told : "application/octet-stream"), head, file);
  return FileType{class_of(media_type), std::move(media_type)};
}

}  // namespace jianzhen::ingest
