#include "store/notes.h"

#include <nlohmann/json.hpp>

#include "store/accounts.h"
#include "store/event_log.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr char kNotes[] =
    "SELECT id, entry, material, sha256, page, words, collection, version, at FROM note ";

Note note_of(const soci::row& row) {
  Note note;
  long long id = 0;
  row >> id >> note.entry >> note.material >> note.sha256 >> note.page >> note.words >>
      note.collection >> note.version >> note.at;
  note.id = id;
  return note;
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

Result<void> check(const Note& note) {
  for (const std::string* text : {&note.entry, &note.material, &note.words, &note.collection}) {
    if (auto good = storable(*text); !good) return good;
  }
  if (!blank(note.words) || !blank(note.collection)) return {};
  return fail(ErrorCode::usage,
              {"请写下内容，或选择收藏夹。", "Write something, or name a collection."});
}

void tell(soci::session& sql, const std::string& type, std::int64_t account, const Note& note) {
  Account who;
  who.id = account;
  write_event(sql, {0, {}, {}, type, json{{"note", note.id}}.dump(), who.actor(), note.entry});
}

// Errors: not_found.
Result<Note> one_of(soci::session& sql, std::int64_t account, std::int64_t number) {
  const long long of = account;
  const long long id = number;
  soci::row row;
  sql << kNotes << "WHERE id = :id AND account = :account", soci::use(id), soci::use(of),
      soci::into(row);
  if (sql.got_data()) return note_of(row);
  return fail(ErrorCode::not_found, {"没有这条笔记。", "There is no such note."});
}

void erase(soci::session& sql, std::int64_t account, const Note& note) {
  const long long id = note.id;
  sql << "DELETE FROM note WHERE id = :id", soci::use(id);
  tell(sql, "note.removed", account, note);
}

}  // namespace

struct Notes::State {
  std::unique_ptr<Sessions> sessions;
};

Notes::Notes(std::unique_ptr<State> state) : state_(std::move(state)) {}
Notes::~Notes() = default;

Result<std::unique_ptr<Notes>> Notes::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::unique_ptr<Notes>(new Notes(std::make_unique<State>(State{std::move(*sessions)})));
}

Result<std::vector<Note>> Notes::of(std::int64_t account) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<Note>> {
    const long long of = account;
    return all_of<Note>(
        (sql.prepare << kNotes << "WHERE account = :account ORDER BY id", soci::use(of)), note_of);
  });
}

Result<Note> Notes::add(std::int64_t account, Note note) {
  if (auto good = check(note); !good) return fail(good.error());
  return state_->sessions->write([&](soci::session& sql) -> Result<Note> {
    note.id = next_number(sql, "note");
    note.version = 1;
    note.at = utc_now();
    const long long id = note.id;
    const long long of = account;
    sql << "INSERT INTO note (id, account, entry, material, sha256, page, words, collection, "
           "version, at) VALUES (:id, :account, :entry, :material, :sha256, :page, :words, "
           ":collection, :version, :at)",
        soci::use(id), soci::use(of), soci::use(note.entry), soci::use(note.material),
        soci::use(note.sha256), soci::use(note.page), soci::use(note.words),
        soci::use(note.collection), soci::use(note.version), soci::use(note.at);
    tell(sql, "note.written", account, note);
    return note;
  });
}

Result<Note> Notes::change(std::int64_t account, const Note& given) {
  if (auto good = check(given); !good) return fail(good.error());
  return state_->sessions->write([&](soci::session& sql) -> Result<Note> {
    auto note = one_of(sql, account, given.id);
    if (!note) return note;
    if (note->version != given.version) {
      return fail(ErrorCode::conflict,
                  {"这条笔记刚在别处改过，请看过新的内容后再改。",
                   "The note was changed elsewhere; look at it and change it again."});
    }
    note->words = given.words;
    note->collection = given.collection;
    ++note->version;
    note->at = utc_now();
    const long long id = note->id;
    sql << "UPDATE note SET words = :words, collection = :collection, version = :version, "
           "at = :at WHERE id = :id",
        soci::use(note->words), soci::use(note->collection), soci::use(note->version),
        soci::use(note->at), soci::use(id);
    tell(sql, "note.written", account, *note);
    return note;
  });
}

Result<void> Notes::remove(std::int64_t account, std::int64_t id) {
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const auto note = one_of(sql, account, id);
    if (!note) return fail(note.error());
    erase(sql, account, *note);
    return {};
  });
}

Result<void> Notes::rename(std::int64_t account, const std::string& collection,
                           const std::string& name) {
  for (const std::string* text : {&collection, &name}) {
    if (auto good = storable(*text); !good) return good;
  }
  return state_->sessions->write([&](soci::session& sql) -> Result<void> {
    const long long of = account;
    const auto notes = all_of<Note>(
        (sql.prepare << kNotes
                     << "WHERE account = :account AND collection = :collection ORDER BY id",
         soci::use(of), soci::use(collection)),
        note_of);
    if (notes.empty() || collection.empty()) {
      return fail(ErrorCode::not_found, {"没有这个收藏夹。", "There is no such collection."});
    }
    if (name.empty()) {
      for (const Note& note : notes) {
        if (blank(note.words)) erase(sql, account, note);
      }
    }
    sql << "UPDATE note SET collection = :name, version = version + 1 "
           "WHERE account = :account AND collection = :collection",
        soci::use(name), soci::use(of), soci::use(collection);
    return {};
  });
}

}  // namespace jianzhen::store
