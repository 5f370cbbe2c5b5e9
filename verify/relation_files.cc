#include "verify/relation_files.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>

#include "verify/csv.h"

namespace jianzhen::verify {
namespace {

namespace fs = std::filesystem;

enum class Form { contract, gleif_relationships, gleif_names, bods, none };

// The first line says it; a byte order mark may stand before.
Form form_of(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Form::none;
  bytes.remove_prefix(first);
  if (bytes.front() == '[' || bytes.front() == '{') return Form::bods;
  const std::string_view header = bytes.substr(0, bytes.find('\n'));
  const auto names = [&](std::string_view column) {
    return header.find(column) != std::string_view::npos;
  };
  if (names("Relationship.StartNode.NodeID")) return Form::gleif_relationships;
  if (names("LEI") && names("Entity.LegalName")) return Form::gleif_names;
  return names(",") ? Form::contract : Form::none;
}

using Texts = std::vector<RelationText>;

core::Result<void> read_file(const fs::path& path, Texts& texts) {
  auto bytes = read_whole_file(path);
  if (!bytes) return core::fail(bytes.error());
  texts.push_back({path.filename().string(), std::move(*bytes)});
  return {};
}

struct CloseArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};

core::Result<void> read_zip(const fs::path& path, Texts& texts) {
  constexpr std::size_t kBlock = 1U << 16;
  constexpr std::size_t kMostBytes = std::size_t{16} << 30;  // GLEIF's level 1 is 4 GB
  const std::unique_ptr<archive, CloseArchive> zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  const auto broken = [&] {
    const char* detail = archive_error_string(zip.get());
    return core::fail(core::ErrorCode::corrupt,
                      {path.string() + " 不是完好的 ZIP 文件，请重新下载。",
                       path.string() + " is not a sound ZIP file; fetch it again."},
                      detail == nullptr ? "" : detail, path.string());
  };
  if (archive_read_open_filename(zip.get(), path.c_str(), kBlock) != ARCHIVE_OK) return broken();
  std::size_t total = 0;
  archive_entry* entry = nullptr;
  for (int state = 0; (state = archive_read_next_header(zip.get(), &entry)) != ARCHIVE_EOF;) {
    if (state != ARCHIVE_OK) return broken();
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const char* name = archive_entry_pathname_utf8(entry);
    RelationText text{path.filename().string() + "/" + (name == nullptr ? "" : name), {}};
    std::array<char, kBlock> block{};
    for (la_ssize_t got = 0;
         (got = archive_read_data(zip.get(), block.data(), block.size())) != 0;) {
      if (got < 0) return broken();
      total += static_cast<std::size_t>(got);
      if (total > kMostBytes) {
        return core::fail(core::ErrorCode::unsafe,
                          {path.string() + " 解压后超过 16 GB，未读取。",
                           path.string() + " unpacks to more than 16 GB and was not read."},
                          {}, path.string());
      }
      text.bytes.append(block.data(), static_cast<std::size_t>(got));
    }
    texts.push_back(std::move(text));
  }
  return {};
}

bool is_zip(const fs::path& path) {
  const auto suffix = path.extension().string();
  return suffix == ".zip" || suffix == ".ZIP";
}

core::Result<void> read_one(const fs::path& path, Texts& texts) {
  return is_zip(path) ? read_zip(path, texts) : read_file(path, texts);
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code unread;
  for (const auto& entry : fs::directory_iterator(folder, unread)) {
    if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.'))
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

bool any_of(const Texts& texts, Form form) {
  return std::ranges::any_of(texts, [&](const auto& text) { return form_of(text.bytes) == form; });
}

// GLEIF keeps the names in files of their own: they are looked for beside the relationships.
core::Result<void> read_names_beside(const fs::path& path, Texts& texts) {
  if (!any_of(texts, Form::gleif_relationships) || any_of(texts, Form::gleif_names)) return {};
  for (const fs::path& beside : files_in(fs::absolute(path).parent_path())) {
    const auto suffix = beside.extension();
    if (fs::equivalent(beside, path) || (suffix != ".csv" && !is_zip(beside))) continue;
    Texts more;
    if (!read_one(beside, more)) continue;  // somebody else's file
    for (RelationText& text : more) {
      if (form_of(text.bytes) == Form::gleif_names) texts.push_back(std::move(text));
    }
  }
  return {};
}

core::Result<void> collect(const fs::path& path, Texts& texts) {
  if (!fs::is_directory(path)) {
    if (auto read = read_one(path, texts); !read) return read;
    return read_names_beside(path, texts);
  }
  for (const fs::path& file : files_in(path)) {
    if (auto read = read_one(file, texts); !read) return read;
  }
  return {};
}

}  // namespace

std::optional<Relation> relation_of_share(double percent) {
  constexpr double kMajority = 50;
  constexpr double kHolding = 30;
  if (percent > kMajority) return Relation::parent;
  if (percent >= kHolding) return Relation::holding;
  return std::nullopt;
}

core::Bilingual line_number(int line) {
  const std::string number = std::to_string(line);
  return {" 第 " + number + " 行", " line " + number};
}

tl::unexpected<core::Error> bad_relation(const std::string& file, const core::Bilingual& where,
                                         const core::Bilingual& why) {
  return core::fail(core::ErrorCode::corrupt,
                    {file + where.zh + "：" + why.zh, file + where.en + ": " + why.en}, {}, file);
}

core::Result<void> read_relations(const fs::path& path, const TakeEdge& take) {
  Texts texts;
  if (auto read = collect(path, texts); !read) return read;
  std::vector<const RelationText*> relationships;
  std::vector<const RelationText*> names;
  std::vector<const RelationText*> statements;
  bool known = false;
  for (const RelationText& text : texts) {
    switch (form_of(text.bytes)) {
      case Form::gleif_relationships:
        relationships.push_back(&text);
        break;
      case Form::gleif_names:
        names.push_back(&text);
        break;
      case Form::bods:
        statements.push_back(&text);
        break;
      case Form::contract:
        known = true;
        if (auto read = read_relation_csv(text, take); !read) return read;
        break;
      case Form::none:
        break;
    }
  }
  if (!relationships.empty() || !names.empty()) {
    known = true;
    if (auto read = read_gleif(relationships, names, take); !read) return read;
  }
  if (!statements.empty()) return read_bods(statements, take);
  if (known) return {};
  return core::fail(
      core::ErrorCode::unsupported,
      {path.string() + " 不是单位关系文件：应为 CSV（首行为列名）、GLEIF 第 2 层关系或 BODS 声明。",
       path.string() + " holds no relations: a CSV with a header, GLEIF level 2 records or BODS "
                       "statements are read."},
      {}, path.string());
}

}  // namespace jianzhen::verify
