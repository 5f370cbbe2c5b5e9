#include "api/check.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>

#include "api/keep.h"
#include "api/rules.h"

namespace jianzhen::api {
namespace {

using core::fail;
using core::Result;

// Turns the readers' calls (from several threads) into one line of progress.
class ProgressCounter {
 public:
  ProgressCounter(std::size_t files, const std::function<void(const CheckProgress&)>& tell)
      : tell_(tell) {
    state_.files_total = files;
  }

  void moved(const std::string& path, int pages_done, int pages_total) {
    if (!tell_) return;
    const std::scoped_lock lock(mutex_);
    int& known = pages_[path];
    state_.pages_done += pages_done - known;
    known = pages_done;
    if (pages_done >= pages_total && !finished_[path]) {
      finished_[path] = true;
      state_.files_done = std::min(state_.files_done + 1, state_.files_total);
    }
    state_.current = path;
    tell_(state_);
  }

 private:
  const std::function<void(const CheckProgress&)>& tell_;
  std::mutex mutex_;
  CheckProgress state_;
  std::map<std::string, int> pages_;
  std::map<std::string, bool> finished_;
};

}  // namespace

verify::EntryFacts facts_of(const core::Entry& entry, std::vector<ReadMaterial> materials,
                            std::vector<core::Material> refused, const verify::Contest& contest) {
  verify::EntryFacts facts{entry, {}, std::move(refused)};
  std::sort(materials.begin(), materials.end(),
            [](const ReadMaterial& a, const ReadMaterial& b) { return a.path < b.path; });
  for (const ReadMaterial& read : materials) {
    core::Material material;
    material.path = read.path;
    material.sha256 = read.sha256;
    material.bytes = read.bytes;
    material.media_type = read.document.media_type;
    material.pages = read.document.page_count;
    material.error = read.error;
    if (read.is_archive) {
      facts.troubled.push_back(std::move(material));
    } else {
      facts.materials.push_back(verify::extract_facts(material, read.document, entry, contest));
    }
  }
  return facts;
}

namespace {

struct OpenedFolders {
  std::vector<SubmissionFolder> folders;
  std::vector<std::size_t> place;  // of each among the results
  std::vector<Source> sources;     // of all, in order
};

OpenedFolders open_all(const CheckOptions& options, std::vector<CheckedFolder>& results) {
  OpenedFolders opened;
  for (const auto& folder : options.folders) {
    auto submission = open_folder(folder, options.applicant);
    results.push_back({folder, core::CheckReport{}});
    if (!submission) {
      results.back().report = fail(submission.error());
      continue;
    }
    opened.place.push_back(results.size() - 1);
    opened.sources.insert(opened.sources.end(), submission->files.begin(), submission->files.end());
    opened.folders.push_back(std::move(*submission));
  }
  return opened;
}

void note(std::vector<core::Error>& troubles, const Result<void>& kept) {
  if (!kept && std::find(troubles.begin(), troubles.end(), kept.error()) == troubles.end()) {
    troubles.push_back(kept.error());
  }
}

}  // namespace

Result<CheckRun> check_folders(const CheckOptions& options, Pipeline& pipeline,
                               const std::function<void(const CheckProgress&)>& progress,
                               const std::stop_token& stop) {
  const auto rules = load_rules({options.relations, options.lists, options.contest});
  if (!rules) return fail(rules.error());
  CheckRun run;
  OpenedFolders opened = open_all(options, run.folders);
  std::unique_ptr<Keeper> keeper;
  if (options.keep) {
    auto ready = Keeper::open(*options.keep);
    if (!ready) return fail(ready.error());
    keeper = std::move(*ready);
  }

  ProgressCounter counter(opened.sources.size(), progress);
  ReadHooks hooks;
  hooks.progress = [&](const std::string& path, int done, int total) {
    counter.moved(path, done, total);
  };
  if (keeper) {
    hooks.member_bytes = [&](const std::string&, const std::filesystem::path& file) {
      return keeper->keep_bytes(file);
    };
  }
  auto read = pipeline.read_all(opened.sources, hooks, stop);
  if (!read) return fail(read.error());
  if (const auto trouble = pipeline.cache_trouble()) run.troubles.push_back(*trouble);

  std::vector<verify::EntryFacts> entries;
  auto next = read->begin();
  for (SubmissionFolder& submission : opened.folders) {
    std::vector<ReadMaterial> materials;
    for (const Source& source : submission.files) {
      if (keeper) note(run.troubles, keeper->keep(submission.entry, source, *next));
      std::move(next->begin(), next->end(), std::back_inserter(materials));
      ++next;
    }
    entries.push_back(facts_of(submission.entry, std::move(materials),
                               std::move(submission.refused), rules->contest));
  }
  std::vector<core::CheckReport> reports = verify::check(entries, rules->context());
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (keeper) {
      note(run.troubles, keeper->keep(entries[i]));
      note(run.troubles, keeper->keep(reports[i]));
    }
    run.folders[opened.place[i]].report = std::move(reports[i]);
  }
  if (keeper) note(run.troubles, keeper->finish());
  return run;
}

}  // namespace jianzhen::api
