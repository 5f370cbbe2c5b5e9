#pragma once

// The catalogue: entries, their materials, results, events, and the queue of work; SQL through
// SOCI. SQLite by default; the connection string decides. Thread-safe: each call takes a session of
// a pool.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/entry.h"
#include "core/error.h"
#include "core/finding.h"

namespace jianzhen::store {

// The way of one file through the service.
enum class MaterialState { received, processing, done, failed };

struct StoredMaterial {
  std::int64_t id = 0;
  std::string entry;
  std::string path;
  core::Digest sha256;
  std::uint64_t bytes = 0;
  std::string media_type;
  MaterialState state = MaterialState::received;
  int pages_done = 0;
  int pages_total = 0;      // 0: not known yet
  std::int64_t parent = 0;  // the archive's material id; 0 for a file of its own
  std::string result_json;  // core::material_json of the last check; empty before
  std::string received_at;  // RFC 3339, UTC
};

// Append-only: a trigger refuses UPDATE and DELETE. The ledger will build on it. What changes the
// catalogue's entries and materials writes its event itself, in the same transaction:
// entry.created, entry.changed, material.received, material.removed. Other events are the caller's
// to append.
struct Event {
  std::int64_t seq = 0;  // from 1, without gaps
  std::string at;        // RFC 3339, UTC
  std::string entry;     // whose story it belongs to; empty where it is about the service
  std::string type;      // "material.received" …
  std::string data_json;
  std::string actor;  // whose doing it was (Account's `actor`); empty: the service's own
  std::string about;  // the entry that was only looked at
};

// What an entry's submitter handed in, at a point of time.
struct Submission {
  std::string submitted_at;  // RFC 3339, UTC
  std::string actor;
  std::string receipt_json;
};

// Which events somebody wants to see; what is empty asks for all.
struct EventFilter {
  std::string actor;
  std::string entry;  // its own events, and those about it
  std::string type;   // or the beginning of it up to a dot, "material."
};

// A step of the catalogue's form (store/migrations/).
struct Migration {
  int version = 0;
  std::string name;
};

// What opening the catalogue would bring to it, in order; nothing is changed, and none is made.
// Errors: as Catalogue::open; not_found (there is no SQLite file yet).
core::Result<std::vector<Migration>> lacking_migrations(const std::string& connection);

// What is said of an entry that is not there, or not for whoever asks.
core::Error no_such_entry(const std::string& id);

class Catalogue {
 public:
  // "sqlite3://path" or "postgresql://…" (SOCI's form). Applies the migrations that lack, in order;
  // refuses a catalogue newer than this program. Errors: unreadable, no_space, conflict (newer).
  static core::Result<std::unique_ptr<Catalogue>> open(const std::string& connection);
  virtual ~Catalogue() = default;

  // Entries. put_entry inserts or replaces the form; the same form again changes nothing.
  // Errors: no_space, unreadable.
  // Several: all of them or none.
  virtual core::Result<void> put_entries(const std::vector<core::Entry>& entries,
                                         const std::string& actor) = 0;
  core::Result<void> put_entry(const core::Entry& entry, const std::string& actor) {
    return put_entries({entry}, actor);
  }
  core::Result<void> put_entry(const core::Entry& entry) { return put_entry(entry, {}); }
  virtual core::Result<core::Entry> entry(const std::string& id) = 0;  // not_found
  virtual core::Result<std::vector<core::Entry>> entries() = 0;        // by id

  // Materials. A second file at the same path of an entry replaces the first in the entry's list;
  // the blob and its events stay. Recording and its event are one transaction.
  virtual core::Result<StoredMaterial> add_material(const StoredMaterial& material,
                                                    const std::string& actor) = 0;
  core::Result<StoredMaterial> add_material(const StoredMaterial& material) {
    return add_material(material, {});
  }
  virtual core::Result<StoredMaterial> material(std::int64_t id) = 0;  // not_found
  virtual core::Result<std::vector<StoredMaterial>> materials(const std::string& entry) = 0;
  // Files that a later one at the same path, still in the list, has replaced; the newest first.
  virtual core::Result<std::vector<StoredMaterial>> replaced(const std::string& entry) = 0;
  virtual core::Result<void> remove_material(std::int64_t id, const std::string& actor) = 0;
  core::Result<void> remove_material(std::int64_t id) { return remove_material(id, {}); }
  virtual core::Result<void> set_progress(std::int64_t id, MaterialState state, int pages_done,
                                          int pages_total) = 0;

  // Results of a check of the whole entry: report_json in zh and en forms are made from it. Refused
  // as a whole where a finding lacks its evidence or clause: a constraint of the database.
  virtual core::Result<void> put_report(const core::CheckReport& report) = 0;
  virtual core::Result<std::optional<core::CheckReport>> report(const std::string& entry) = 0;

  // What the rules went by, as `verify` writes it down, under the version of that form.
  virtual core::Result<void> put_facts(const std::string& entry, int version,
                                       const std::string& facts) = 0;
  // nullopt: none of this version are kept.
  virtual core::Result<std::optional<std::string>> facts(const std::string& entry, int version) = 0;

  // The submission of an entry, which is a draft without one. Each writes its event:
  // entry.submitted, entry.withdrawn. Errors: not_found (the entry), conflict (submitted already,
  // or not at all).
  virtual core::Result<Submission> submit(const std::string& entry, const std::string& receipt_json,
                                          const std::string& actor) = 0;
  virtual core::Result<void> withdraw(const std::string& entry, const std::string& actor) = 0;
  virtual core::Result<std::optional<Submission>> submission(const std::string& entry) = 0;
  virtual core::Result<std::set<std::string>> submitted() = 0;  // entries

  // The queue: materials that are received or were processing when the service ended.
  virtual core::Result<std::vector<StoredMaterial>> unfinished() = 0;

  // `seq` and `at` of what is given are not looked at.
  virtual core::Result<Event> append_event(const Event& event) = 0;
  core::Result<Event> append_event(const std::string& entry, const std::string& type,
                                   const std::string& data_json) {
    return append_event({0, {}, entry, type, data_json, {}, {}});
  }
  // Events after `seq`, oldest first, at most `limit`; of one entry, or of all where it is empty.
  virtual core::Result<std::vector<Event>> events(const std::string& entry, std::int64_t after_seq,
                                                  int limit) = 0;
  // Newest first, before `before_seq` (0: from the newest), at most `limit`.
  virtual core::Result<std::vector<Event>> events_back(const EventFilter& filter,
                                                       std::int64_t before_seq, int limit) = 0;
  // The number of the newest event, of one entry or of all; 0 before the first.
  virtual core::Result<std::int64_t> last_event(const std::string& entry) = 0;

  // Every blob the catalogue knows, with its size: for fsck.
  struct KnownBlob {
    core::Digest sha256;
    std::uint64_t bytes = 0;
    std::string entry;
    std::string path;
  };
  virtual core::Result<std::vector<KnownBlob>> known_blobs() = 0;
};

}  // namespace jianzhen::store
