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
#include "api/contest_progress.h"
#include "api/entry_checks.h"
#include "api/file_reader.h"
#include "api/identity_provider.h"
#include "api/import_plan.h"
#include "api/mail_courier.h"
#include "api/metrics.h"
#include "api/notebook.h"
#include "api/notices.h"
#include "api/resumable_uploads.h"
#include "api/review_desk.h"
#include "api/rules.h"
#include "api/webhook_courier.h"
#include "core/entry.h"
#include "core/error.h"
#include "core/finding.h"
#include "index/index.h"
#include "store/catalogue.h"
#include "store/replays.h"

namespace jianzhen::api {

struct ServiceOptions {
  std::filesystem::path data;  // the data folder (keep.h)
  std::string db;              // connection string; empty: SQLite in the data folder
  unsigned workers = 4;        // files on their way at once; the pipeline has the readers
  std::uint64_t max_picture_bytes = std::uint64_t{512} << 20;  // of kept pictures of pages
  std::function<void(const core::Error&)> log;                 // of what happens out of sight
  AccountDesk::Clock clock = wall_clock;
  Outgoing outgoing;                        // to others' servers; none: nothing is asked of any
  std::optional<ProviderOptions> provider;  // of identities, by which people may log in
  Mailer mail;                              // by which notices are; none: they are not
  std::string sender;                       // of notices, an address
  std::string origin;                       // "https://HOST" of the links in them
};

// An entry as it stands.
struct EntryState {
  core::Entry entry;
  std::vector<store::StoredMaterial> materials;  // by path; members stand after their archive
  std::optional<core::CheckReport> report;       // of the last check
  std::optional<store::Submission> submission;   // none: a draft
  std::int64_t last_event = 0;
};

struct PagesSoFar {
  int page_count = 0;  // of the file; 0: not known yet
  std::optional<core::Video> video;
  std::vector<core::Observation> observations;
  std::vector<core::Page> pages;
};

// A material's bytes as they came.
struct Original {
  std::filesystem::path file;
  store::StoredMaterial material;
};

// What everybody assigned may know of an entry.
struct TitledEntry {
  std::string id;
  std::string project;
  std::string applicant;
  std::string track;
  std::optional<store::Recusal> declared;
};

// How far an entry came.
struct RankedEntry {
  core::Entry entry;
  store::EntryResult result;
};

struct Eligibility {
  std::vector<core::Finding> findings;
  std::map<std::string, std::string> lists;  // that were held against it → latest row's date
};

// A hit with the number under which the API knows its material.
struct FoundPage {
  index::Hit hit;
  std::int64_t material = 0;
};

// What of the entries and materials is searched; what is empty asks for all.
struct SearchFilter {
  std::string track;
  std::optional<int> topic;  // of that track
  std::string kind;          // of material, as the last check knew it
};

// How many of the matching pages stand under each, of what whoever asks may read.
struct SearchFacets {
  std::map<std::string, std::size_t> tracks;
  std::map<std::pair<std::string, int>, std::size_t> topics;  // track and topic
  std::map<std::string, std::size_t> kinds;
};

struct SearchAnswer {
  std::vector<FoundPage> hits;
  std::size_t total = 0;
  SearchFacets facets;
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
  IdentityProvider* provider();  // nullptr: none
  store::Replays& replays();
  store::Seconds now() const;

  // Whether they may do that to the entry (empty: to none in particular) now. Of one they may not
  // reach nobody learns whether it is there. Errors: not_found, forbidden (recusal must be declared
  // first), closed (the calendar; it was submitted).
  core::Result<void> permit(const Principal& who, Action action, const std::string& entry);
  // What of changing and submitting it they may do now.
  std::vector<Action> may_now(const Principal& who, const std::string& entry);
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
  // As they may be seen: without what tells of entries that may not.
  core::Result<EntryState> entry(const std::string& id,
                                 const Principal& by = local_principal());  // not_found
  core::Result<std::vector<EntryState>> entries(const Principal& by = local_principal());  // by id

  // What a table would change, or why it cannot; written where `write` and nothing is wrong.
  // `table`: CSV (UTF-8 or GB18030), or an XLSX workbook, which the reader's child opens. Errors:
  // corrupt (no table), and those of reading a workbook.
  core::Result<ImportPlan> import(ImportKind kind, std::string_view table, bool write,
                                  const Principal& by);
  // Who came how far, of what whoever asks may see; by entry.
  core::Result<std::vector<RankedEntry>> results(const Principal& by);

  // Hands the entry in as it stands. `digest`: of what they looked at last, EntryState's content.
  // Errors: conflict (it changed meanwhile; submitted already), closed.
  core::Result<store::Submission> submit(const std::string& id, const std::string& digest,
                                         const Principal& by);
  // Back to a draft. Errors: conflict (it is one), closed.
  core::Result<void> withdraw(const std::string& id, const Principal& by);

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
  // What the beginning of one tells while the rest is on its way. Errors: those of
  // ResumableUploads::first_bytes, and of the reader.
  core::Result<ingest::FirstLook> first_look(const std::string& upload);

  // What people say about what was found.
  ReviewDesk& desk();

  // Where events are sent to.
  WebhookCourier& webhooks();
  // Notices by e-mail.
  MailCourier& mails();

  // What judges write for themselves.
  Notebook& notebook();

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

  // A video as a browser plays it: the copy made for that, else the bytes as they came. Errors:
  // not_found, and those of the reader.
  core::Result<Original> film(const std::string& entry, std::int64_t material);
  // Moments of a video side by side, a JPEG. Errors: not_found, and those of drawing.
  core::Result<std::string> poster_strip(const std::string& entry, std::int64_t material);
  // Reads a locked PDF again with its password, which goes no further than that reading. Errors:
  // not_found, conflict (it is not locked, or on its way already).
  core::Result<void> unlock(const std::string& entry, std::int64_t material,
                            const std::string& password, const Principal& by = local_principal());

  // nullopt: not checked yet. Errors: not_found.
  core::Result<std::optional<core::CheckReport>> report(const std::string& entry,
                                                        const Principal& by = local_principal());

  // Events after `seq`, oldest first. Errors: of the catalogue.
  core::Result<std::vector<store::Event>> events(const std::string& entry, std::int64_t after,
                                                 int limit);
  std::unique_ptr<Notices::Watcher> watch(const std::string& entry, std::function<void()> wake);

  // No page indexed yet: no hit. Errors: usage (no words).
  core::Result<SearchAnswer> search(index::Query query, const Principal& by = local_principal(),
                                    const SearchFilter& filter = {});

  // What of their entries they may only see the title of yet, and what they declared.
  core::Result<std::vector<TitledEntry>> titles(const Principal& who);
  // Errors: not_found (an entry they are not assigned), usage (a conflict without its reason).
  core::Result<void> declare(const Principal& who, const std::vector<store::Recusal>& recusals);

  // The audit trail, newest first, and whether it is whole.
  core::Result<std::vector<store::Event>> audit(const store::EventFilter& filter,
                                                std::int64_t before, int limit);
  core::Result<AuditCheck> check_audit(std::int64_t through);

  // What of the notice stands against the unit's entering, from its name and code alone.
  Eligibility eligibility(const core::Unit& unit) const;

  // How far the contest has come, over all entries.
  core::Result<ContestProgress> progress();

  // Puts what is looked at once a scrape among the metrics. Errors: of the catalogue.
  core::Result<void> measure();

  // What the service stands on, and why it cannot be used now (nullopt: it can).
  std::map<std::string, std::optional<core::Error>> parts();
  // What of the sandbox stands on this machine.
  const std::vector<SandboxLayer>& sandbox() const;

 private:
  struct State;
  explicit Service(std::unique_ptr<State> state);
  void open_desk(std::unique_ptr<store::Reviews> reviews);
  std::unique_ptr<State> state_;
};

// SHA-256 over the form and the files of the entry as they stand.
std::string content_digest(const EntryState& state);

}  // namespace jianzhen::api
