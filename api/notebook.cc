#include "api/notebook.h"

#include <algorithm>
#include <array>
#include <map>

#include "api/report/dossier.h"
#include "api/report/workbook.h"
#include "core/text.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

namespace {

constexpr std::size_t kMostWords = 4000;  // characters: what a workbook's cell is given
constexpr std::size_t kMostName = 60;

Result<void> check_lengths(const std::string& words, const std::string& collection) {
  if (core::code_point_count(words) <= kMostWords &&
      core::code_point_count(collection) <= kMostName) {
    return {};
  }
  return fail(ErrorCode::usage,
              {"笔记最长 4000 字，收藏夹名称最长 60 字。",
               "A note has at most 4,000 characters, a collection's name at most 60."});
}

const store::StoredMaterial* at_path(const std::vector<store::StoredMaterial>& materials,
                                     const std::string& path) {
  const auto found = std::find_if(materials.begin(), materials.end(),
                                  [&](const auto& one) { return one.path == path; });
  return found == materials.end() ? nullptr : &*found;
}

OwnNote shown_in(const store::Note& note, const core::Entry& entry,
                 const std::vector<store::StoredMaterial>& materials) {
  OwnNote own{note, entry.project.name, entry.applicant.name, entry.project.track};
  if (note.material.empty()) return own;
  const store::StoredMaterial* material = at_path(materials, note.material);
  own.material = material == nullptr ? 0 : material->id;
  own.replaced = material != nullptr && material->sha256.hex() != note.sha256;
  return own;
}

}  // namespace

Result<std::vector<OwnNote>> Notebook::notes(const Principal& who) {
  const auto notes = notes_->of(who.account);
  if (!notes) return fail(notes.error());
  std::map<std::string, std::vector<const store::Note*>> by_entry;
  for (const store::Note& note : *notes) by_entry[note.entry].push_back(&note);
  std::vector<OwnNote> own;
  for (const auto& [id, of_entry] : by_entry) {
    const auto entry = catalogue_.entry(id);
    if (!entry && entry.error().code == ErrorCode::not_found) continue;
    if (!entry) return fail(entry.error());
    if (!who.may(Action::note_own, {entry->id, entry->project.track})) continue;
    const auto materials = catalogue_.materials(id);
    if (!materials) return fail(materials.error());
    for (const store::Note* note : of_entry) own.push_back(shown_in(*note, *entry, *materials));
  }
  std::sort(own.begin(), own.end(),
            [](const OwnNote& a, const OwnNote& b) { return a.note.id < b.note.id; });
  return own;
}

Result<OwnNote> Notebook::shown(const store::Note& note) {
  const auto entry = catalogue_.entry(note.entry);
  if (!entry) return fail(entry.error());
  const auto materials = catalogue_.materials(note.entry);
  if (!materials) return fail(materials.error());
  return shown_in(note, *entry, *materials);
}

Result<OwnNote> Notebook::add(const Principal& who, const NewNote& given) {
  if (auto good = check_lengths(given.words, given.collection); !good) return fail(good.error());
  store::Note note;
  note.entry = given.entry;
  note.page = given.page;
  note.words = given.words;
  note.collection = given.collection;
  if (given.material != 0) {
    const auto material = catalogue_.material(given.material);
    if (!material) return fail(material.error());
    if (material->entry != given.entry) {
      return fail(ErrorCode::not_found,
                  {"该项目中没有这份材料。", "The entry has no such material."});
    }
    note.material = material->path;
    note.sha256 = material->sha256.hex();
  } else if (given.page != 0) {
    return fail(ErrorCode::usage,
                {"请写明是哪份材料的这一页。", "Say of which material the page is."});
  }
  const auto written = notes_->add(who.account, note);
  return written ? shown(*written) : fail(written.error());
}

Result<OwnNote> Notebook::change(const Principal& who, std::int64_t id, int version,
                                 const std::string& words, const std::string& collection) {
  if (auto good = check_lengths(words, collection); !good) return fail(good.error());
  store::Note note;
  note.id = id;
  note.version = version;
  note.words = words;
  note.collection = collection;
  const auto changed = notes_->change(who.account, note);
  return changed ? shown(*changed) : fail(changed.error());
}

Result<void> Notebook::remove(const Principal& who, std::int64_t id) {
  return notes_->remove(who.account, id);
}

Result<void> Notebook::rename(const Principal& who, const std::string& collection,
                              const std::string& name) {
  if (auto good = check_lengths({}, name); !good) return good;
  return notes_->rename(who.account, collection, name);
}

Result<std::string> notes_xlsx(const std::vector<OwnNote>& notes, core::Lang lang) {
  static const std::array kColumns = {SheetColumn{{"收藏夹", "Collection"}, 18},
                                      SheetColumn{{"办件编号", "Entry"}, 16},
                                      SheetColumn{{"参赛项目", "Project"}, 30},
                                      SheetColumn{{"参赛单位", "Applicant"}, 30},
                                      SheetColumn{{"赛道", "Track"}, 14},
                                      SheetColumn{{"材料", "Material"}, 30},
                                      SheetColumn{{"页", "Page"}, 6},
                                      SheetColumn{{"笔记", "Note"}, 60},
                                      SheetColumn{{"时间", "At"}, 17}};
  Sheet sheet{{"我的笔记", "My notes"}, kColumns, {}};
  std::string newest;
  for (const OwnNote& own : notes) {
    const store::Note& note = own.note;
    newest = std::max(newest, note.at);
    sheet.rows.push_back({note.collection, note.entry, own.project, own.applicant, own.track,
                          note.material, note.page > 0 ? std::to_string(note.page) : "", note.words,
                          shown_time(note.at)});
  }
  return workbook_of(sheet.name, newest, std::span(&sheet, 1), lang);
}

}  // namespace jianzhen::api
