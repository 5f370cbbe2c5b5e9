#pragma once

// The service behind the doors: entries, their files, what was found, search. What it says it
// received is on disk, synced and recorded. Thread-safe, but for uploads, each of which is one
// caller's.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/access.h"
#include "api/account_desk.h"
#include "api/audit_trail.h"
#include "api/entry_checks.h"
#include "api/file_reader.h"
#include "api/metrics.h"
#include "api/notices.h"
#include "api/resumable_uploads.h"
#include "api/rules.h"
#include "core/entry.h"
#include "core/error.h"
#include "core/finding.h"
#include "index/index.h"
#include "store/catalogue.h"

namespace jianzhen::api {

struct ServiceOptions {
  std::filesystem::path data;  // the data folder (keep.h)
  std::string db;              // connection string; empty: SQLite in the data folder
  unsigned workers = 4;        // files on their way at once; the pipeline has the readers
  std::uint64_t max_picture_bytes = std::uint64_t{512} << 20;  // of kept pictures of pages
  std::function<void(const core::Error&)> log;                 // of what happens out of sight
  AccountDesk::Clock clock = wall_clock;
};

// An entry as it stands.
struct EntryState {
  core::Entry entry;
  std::vector<store::StoredMaterial> materials;  // by path; members stand after their archive
  std::optional<core::CheckReport> report;       // of the last check
  std::int64_t last_event = 0;
};

struct PagesSoFar {
  int page_count = 0;  // of the file; 0: not known yet
  std::vector<core::Page> pages;
};

// A material's bytes as they came.
struct Original {
  std::filesystem::path file;
  store::StoredMaterial material;
};

// A hit with the number under which the API knows its material.
struct FoundPage {
  index::Hit hit;
  std::int64_t material = 0;
};

struct SearchAnswer {
  std::vector<FoundPage> hits;
  std::size_t total = 0;
};

class Service {
 public:
  // Begins where an earlier run ended. Errors: unreadable, no_space, conflict (another service
  // writes to this data folder).
  static core::Result<std::unique_ptr<Service>> open(ServiceOptions options, Rules rules,
                                                     std::unique_ptr<FileReader> reader);
  ~Service();
  // Ends the work in the background; what is unfinished goes on at the next start. Nobody is
  // notified any more when it returns.
  void stop();

  const verify::Contest& contest() const;
  Metrics& metrics();
  AccountDesk& accounts();

  // Whether they may do that to the entry. Of one they may not reach nobody learns whether it is
  // there. Errors: not_found, forbidden (recusal must be declared first).
  core::Result<void> permit(const Principal& who, Action action, const std::string& entry);
  // To the audit trail, before any of it goes out.
  core::Result<void> note_reading(const Principal& who, const Reading& reading);

  // Entries. `create` gives the next free number where the form has none, and to a submitter
  // always: which numbers are taken is nothing to be told by trying. Errors: conflict (the number
  // is taken), usage (no applicant, a number nobody may have), corrupt (the form).
  core::Result<EntryState> create(std::string_view form_json,
                                  const Principal& by = local_principal());
  // A representative sent without an ID number keeps the one stored under the same name.
  core::Result<EntryState> replace(const std::string& id, std::string_view form_json,
                                   const Principal& by = local_principal());
  core::Result<EntryState> entry(const std::string& id);  // not_found
  core::Result<std::vector<EntryState>> entries();        // by id

  // A file on its way in. Dropped before commit() it was never there.
  class Upload {
   public:
    ~Upload();
    Upload(Upload&&) noexcept;
    // Errors: no_space, unreadable.
    core::Result<void> write(std::span<const char> bytes);
    // On disk, synced and recorded when it returns. Errors: no_space, unreadable, conflict
    // (`only_new`, and somebody was faster).
    core::Result<store::StoredMaterial> commit();

   private:
    friend class Service;
    struct State;
    explicit Upload(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  // `path` within the submission folder. `only_new`: nothing may be at that path yet.
  // Errors: not_found (entry), usage (the path), conflict (only_new), no_space, unreadable.
  core::Result<Upload> begin_upload(const std::string& entry, const std::string& path,
                                    bool only_new, const Principal& by = local_principal());

  // Files that come in several requests; each becomes a material as begin_upload's do.
  ResumableUploads& uploads();

  // An archive goes with its members. The bytes and their history stay. Errors: not_found.
  core::Result<void> remove(const std::string& entry, std::int64_t material,
                            const Principal& by = local_principal());

  // Errors: not_found.
  core::Result<PagesSoFar> pages(const std::string& entry, std::int64_t material);
  core::Result<core::Page> page(const std::string& entry, std::int64_t material, int number);
  core::Result<Original> original(const std::string& entry, std::int64_t material);
  // A JPEG about `width` pixels wide. Errors: not_found, and those of drawing.
  core::Result<std::string> page_image(const std::string& entry, std::int64_t material, int number,
                                       int width);

  // nullopt: not checked yet. Errors: not_found.
  core::Result<std::optional<core::CheckReport>> report(const std::string& entry);

  // Events after `seq`, oldest first. Errors: of the catalogue.
  core::Result<std::vector<store::Event>> events(const std::string& entry, std::int64_t after,
                                                 int limit);
  std::unique_ptr<Notices::Watcher> watch(const std::string& entry, std::function<void()> wake);

  // No page indexed yet: no hit. Errors: usage (no words).
  core::Result<SearchAnswer> search(const index::Query& query);

  // What the service stands on, and why it cannot be used now (nullopt: it can).
  std::map<std::string, std::optional<core::Error>> parts();
  // What of the sandbox stands on this machine.
  const std::vector<SandboxLayer>& sandbox() const;

 private:
  struct State;
  explicit Service(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// `2101**********1234`; empty for an empty one.
std::string masked_id_number(std::string_view id_number);

}  // namespace jianzhen::api
