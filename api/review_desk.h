#pragma once

// The verifier's desk: what waits to be decided, one finding with all that speaks to it, and what
// people say of it. Who may do what is the caller's to check; `actor` is as events name people.
// Thread-safe.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "api/claims.h"
#include "api/file_reader.h"
#include "api/notices.h"
#include "api/overview.h"
#include "api/pack.h"
#include "api/report/dossier.h"
#include "api/report/unit_graph.h"
#include "api/review_index.h"
#include "api/rules.h"
#include "core/error.h"
#include "core/review.h"
#include "store/catalogue.h"
#include "store/reviews.h"

namespace jianzhen::api {

// What is narrowed down to; what is empty asks for all.
struct QueueFilter {
  std::string entry;
  std::string code;      // or the beginning of it up to a dot, "owner."
  std::string severity;  // a word of core::Severity
  std::string state;     // a word of core::DispositionCode, or "open": nobody has decided
  std::string track;
  std::optional<int> topic;                    // of that track
  std::optional<std::set<std::string>> among;  // entries; none: whichever
  std::string order = "risk";                  // "risk", "severity", "rule", "entry"
};

struct QueueItem {
  std::shared_ptr<const EntryDigest> entry;  // shared: the index may get a newer one meanwhile
  std::size_t finding = 0;                   // its place in the entry's report
  std::optional<core::Review> review;

  const core::Finding& found() const { return entry->report.findings[finding]; }
  const std::string& key() const { return entry->keys[finding]; }
};

// One finding as the workbench shows it.
struct FindingDesk {
  std::shared_ptr<const EntryDigest> entry;
  std::size_t finding = 0;
  std::int64_t material = 0;  // number; 0: it is about no material
  std::string kind;           // of the material
  std::optional<Claim> claim;
  std::string claim_path;  // of the application that it stands in
  std::int64_t claim_material = 0;
  // How the words were read: the line of the page they stand on.
  std::optional<core::Line> line;
  core::PageSource source = core::PageSource::none;
  std::optional<bool> code_valid;  // of the unit's credit code, where it has one
  UnitGraph graph;                 // without nodes where no unit is in question
  std::vector<UsedAt> elsewhere;
  core::EntryReview review;                // of the whole entry
  std::vector<core::Disposition> history;  // of this finding, oldest first
};

// Those that fit, in the order asked for.
std::vector<QueueItem> narrowed(std::vector<QueueItem> items, const QueueFilter& filter);

class ReviewDesk {
 public:
  struct Parts {
    store::Catalogue& catalogue;
    FileReader& reader;
    const Rules& rules;
    Notices& notices;
    // A JPEG of a page of the material with that number.
    std::function<core::Result<std::string>(const std::string& entry, std::int64_t material,
                                            int page, int width)>
        picture;
    std::function<core::Result<std::filesystem::path>(const std::string& entry,
                                                      std::int64_t material)>
        original;
  };

  ReviewDesk(Parts parts, std::unique_ptr<store::Reviews> reviews);

  // Whether whoever asks may see an entry. What is answered tells of no other: findings that only
  // show beside another entry are left out with it.
  using MaySee = std::function<bool(const EntryDigest&)>;
  // As narrowed(), of entries that `may` allows.
  core::Result<std::vector<QueueItem>> queue(const QueueFilter& filter, const MaySee& may);
  core::Result<std::vector<std::shared_ptr<const EntryDigest>>> entries(const MaySee& may);
  // Errors: not_found.
  core::Result<FindingDesk> finding(const std::string& entry, const std::string& key,
                                    const MaySee& may);
  core::Result<core::EntryReview> review(const std::string& entry);
  // The entry with what a judge looks at. Errors: not_found, conflict (not checked yet).
  core::Result<std::pair<std::shared_ptr<const EntryDigest>, Overview>> overview(
      const std::string& entry, const MaySee& may);

  // As store::Reviews, with what they need to know of the entry. Errors besides: not_found (entry,
  // or a subject it does not have).
  core::Result<core::Disposition> dispose(const std::string& entry, const std::string& subject,
                                          const core::Disposition& said);
  // Only of a veto finding. `proof` 0: the finding's own page is the evidence.
  core::Result<core::Veto> confirm(const std::string& entry, const std::string& subject,
                                   int version, std::int64_t proof, const std::string& actor);
  core::Result<core::Statement> say(const std::string& entry, const core::Statement& statement);
  core::Result<core::Proof> add(const std::string& entry, const core::Proof& proof);
  core::Result<std::vector<core::Supplement>> open_supplements(const std::string& entry);
  core::Result<core::Supplement> ask(const std::string& entry, const core::Supplement& supplement);
  core::Result<core::Supplement> answer(const std::string& entry, std::int64_t id,
                                        std::int64_t material, const std::string& text,
                                        const std::string& actor);
  core::Result<core::Supplement> withdraw(const std::string& entry, std::int64_t id,
                                          const std::string& actor);

  // `named`: how an actor is called on paper.
  core::Result<std::string> report_pdf(const std::string& entry, const MaySee& may, core::Lang lang,
                                       const Named& named);
  core::Result<std::string> summary(const MaySee& may, bool workbook, core::Lang lang,
                                    const Named& named);

  // The offline pack of a track, of its entries that `may` allows (pack.h).
  core::Result<void> pack(const std::filesystem::path& zip, const std::string& track,
                          const MaySee& may, core::Lang lang);

 private:
  std::function<bool(const std::string&)> shows(const MaySee& may);
  std::shared_ptr<const EntryDigest> shown(std::shared_ptr<const EntryDigest> digest,
                                           const MaySee& may);
  core::Result<std::shared_ptr<const EntryDigest>> shown(const std::string& entry,
                                                         const MaySee& may);
  PagesOf pages();
  core::Result<Dossier> dossier(const std::string& entry, const MaySee& may, const Named& named);
  core::Result<void> knows(const std::string& entry, const std::string& subject);
  void find_claim(FindingDesk& desk, const std::optional<verify::EntryFacts>& facts);
  void find_line(FindingDesk& desk);
  void draw_graph(FindingDesk& desk, const std::optional<verify::EntryFacts>& facts) const;
  template <typename T>
  core::Result<T> told(const std::string& entry, core::Result<T> result);

  Parts parts_;
  std::unique_ptr<store::Reviews> reviews_;
  ReviewIndex index_;
  std::jthread warming_;  // the index, from the start on; ends before what it uses
};

}  // namespace jianzhen::api
