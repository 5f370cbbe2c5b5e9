#include <xapian.h>

#include <mutex>

#include "index/format.h"
#include "index/index.h"
#include "index/page_form.h"
#include "index/tokens.h"

namespace jianzhen::index {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

// Pages held in memory before they are written, some 100 kB each.
constexpr int kMostPending = 1000;

core::Error told(const Xapian::Error& error, const fs::path& folder) {
  const std::string name = folder.string();
  const std::string detail = error.get_description();
  if (error.get_type() == std::string("DatabaseLockError")) {
    return {ErrorCode::conflict,
            {"另一个程序正在写检索库 " + name + "。请先停止它（如 jianzhen serve）再试。",
             "Another program is writing the index " + name +
                 ". Stop it (jianzhen serve, perhaps) and try again."},
            detail,
            name};
  }
  if (detail.find("No space left") != std::string::npos) {
    return {ErrorCode::no_space,
            {"磁盘已满，无法写入检索库 " + name + "。",
             "The disk is full: cannot write the index " + name + "."},
            detail,
            name};
  }
  return {ErrorCode::corrupt,
          {"检索库 " + name + " 已损坏或无法使用。删除该文件夹并重新运行检查即可重建。",
           "The index " + name +
               " is damaged or cannot be used. Delete the folder and check again to rebuild it."},
          detail,
          name};
}

Result<void> mark_or_refuse(Xapian::WritableDatabase& database, const fs::path& folder) {
  const std::string format = database.get_metadata(std::string(kFormatKey));
  if (format == kFormat) return {};
  if (!format.empty() || database.get_doccount() > 0) {
    return fail(ErrorCode::unsupported,
                {"检索库 " + folder.string() + " 的格式不是本程序的（" + format +
                     "）。请升级本程序，或删除该文件夹后重新运行检查。",
                 "The index " + folder.string() + " is of another format (" + format +
                     "). Upgrade the program, or delete the folder and check again."},
                "format " + format, folder.string());
  }
  database.set_metadata(std::string(kFormatKey), std::string(kFormat));
  database.commit();
  return {};
}

void add_terms(Xapian::Document& to, const std::vector<core::Line>& lines) {
  std::vector<std::string_view> texts;
  texts.reserve(lines.size());
  for (const core::Line& line : lines) texts.push_back(line.text);
  const std::vector<Token> tokens = tokens_of(texts);
  Xapian::termpos position = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    position += tokens[i].joined ? 1 : 2;  // no phrase spans a gap
    to.add_posting(tokens[i].text, position);
    if (i > 0 && is_pair(tokens[i - 1], tokens[i])) {
      to.add_term(tokens[i - 1].text + tokens[i].text);
    }
  }
}

class XapianWriter : public Writer {
 public:
  XapianWriter(Xapian::WritableDatabase database, fs::path folder)
      : database_(std::move(database)), folder_(std::move(folder)) {}

  Result<void> put(const std::string& entry, const std::string& material,
                   const core::Document& document) override {
    return guarded([&] {
      const std::string term = material_term(entry, material);
      database_.delete_document(term);
      for (const core::Page& page : document.pages) add(entry, material, term, page);
      if (pending_ >= kMostPending) flush();
    });
  }

  Result<void> remove(const std::string& entry, const std::string& material) override {
    return guarded([&] { database_.delete_document(material_term(entry, material)); });
  }

  Result<void> commit() override {
    return guarded([&] { flush(); });
  }

 private:
  void add(const std::string& entry, const std::string& material, const std::string& term,
           const core::Page& page) {
    const IndexedPage indexed{entry, material, page.number, page.time, searched_lines(page)};
    Xapian::Document document;
    add_terms(document, indexed.lines);
    document.add_boolean_term(term);
    document.add_boolean_term(entry_term(entry));
    document.set_data(page_form(indexed));
    database_.add_document(document);
    ++pending_;
  }

  void flush() {
    database_.commit();
    pending_ = 0;
  }

  template <typename Work>
  Result<void> guarded(Work work) {
    const std::scoped_lock lock(mutex_);
    try {
      work();
      return {};
    } catch (const Xapian::Error& error) {
      return fail(told(error, folder_));
    }
  }

  std::mutex mutex_;
  Xapian::WritableDatabase database_;
  fs::path folder_;
  int pending_ = 0;
};

}  // namespace

Result<std::unique_ptr<Writer>> Writer::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);  // Xapian says what is wrong if this fails
  try {
    Xapian::WritableDatabase database(folder.string(), Xapian::DB_CREATE_OR_OPEN);
    if (auto ours = mark_or_refuse(database, folder); !ours) return fail(ours.error());
    return std::make_unique<XapianWriter>(std::move(database), folder);
  } catch (const Xapian::Error& problem) {
    return fail(told(problem, folder));
  }
}

}  // namespace jianzhen::index
