#include "api/file_queue.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/named_type.h"
#include "store/hash.h"

namespace jianzhen::api {
namespace {

using core::fail;
using core::Result;
using nlohmann::json;
using store::MaterialState;
using store::StoredMaterial;

constexpr std::chrono::milliseconds kProgressKept{500};  // not more often, per file
constexpr std::chrono::seconds kBeforeNextTry{5};

std::string dumped(const json& form) {
  return form.dump(-1, ' ', false, json::error_handler_t::replace);
}

json form_of(const core::Error& error) {
  return {{"state", core::kind_of(error.code).word},
          {"message", error.message.zh},
          {"message_en", error.message.en}};
}

}  // namespace

// The rows of one file being read: its own, and those of an archive's members as they come.
class FileQueue::Members {
 public:
  Members(FileQueue& queue, const StoredMaterial& root) : queue_(queue), root_(root) {
    rows_[root.path] = root;
    const auto known = queue_.parts_.catalogue.materials(root.entry);
    if (!known) return;
    for (const StoredMaterial& row : *known) {  // of a reading cut short
      if (row.path.starts_with(root.path + "/") && row.parent != 0) rows_[row.path] = row;
    }
  }

  // A member's bytes: into the blobs before they are gone, and into the entry's list.
  Result<void> add(const std::string& path, const std::filesystem::path& file) {
    auto kept = queue_.parts_.blobs.put_file(file);
    if (!kept) return fail(kept.error());
    const std::lock_guard lock(mutex_);
    if (const auto row = rows_.find(path);
        row != rows_.end() && row->second.sha256 == kept->sha256) {
      return {};
    }
    StoredMaterial member;
    member.entry = root_.entry;
    member.path = path;
    member.sha256 = kept->sha256;
    member.bytes = kept->bytes;
    member.parent = archive_of(path);
    member.state = MaterialState::processing;
    auto added = queue_.parts_.catalogue.add_material(member);
    if (!added) return fail(added.error());
    rows_[path] = std::move(*added);
    queue_.parts_.notices.changed(root_.entry);
    return {};
  }

  void progress(const std::string& path, int done, int total) {
    const std::lock_guard lock(mutex_);
    const auto row = rows_.find(path);
    if (row == rows_.end()) return;
    queue_.parts_.notices.progress(root_.entry, {row->second.id, path, done, total});
    const auto now = Clock::now();
    if (now - told_[path] < kProgressKept) return;
    told_[path] = now;
    // A count that is not kept costs nobody anything.
    static_cast<void>(queue_.parts_.catalogue.set_progress(row->second.id,
                                                           MaterialState::processing, done, total));
  }

  // Archives within the archive: what was no file to read, and is no error either.
  std::vector<StoredMaterial> others(const std::set<std::string>& seen) {
    const std::lock_guard lock(mutex_);
    std::vector<StoredMaterial> rows;
    for (const auto& [path, row] : rows_) {
      if (!seen.contains(path)) rows.push_back(row);
    }
    return rows;
  }

  const StoredMaterial* row(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(path);
    return found == rows_.end() ? nullptr : &found->second;
  }

 private:
  // The innermost archive that holds the path.
  std::int64_t archive_of(std::string path) const {
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos; slash = path.rfind('/')) {
      path.resize(slash);
      if (const auto row = rows_.find(path); row != rows_.end()) return row->second.id;
    }
    return root_.id;
  }

  FileQueue& queue_;
  const StoredMaterial& root_;
  std::mutex mutex_;
  std::map<std::string, StoredMaterial> rows_;
  std::map<std::string, Clock::time_point> told_;
};

FileQueue::FileQueue(Parts parts) : parts_(std::move(parts)) {}

FileQueue::~FileQueue() { stop(); }

Result<void> FileQueue::start(unsigned workers) {
  auto left = parts_.catalogue.unfinished();
  if (!left) return fail(left.error());
  for (const StoredMaterial& material : *left) {
    // A member comes again with its archive.
    const bool with_archive = std::any_of(
        left->begin(), left->end(), [&](const auto& other) { return other.id == material.parent; });
    if (!with_archive) submit(material, std::nullopt);
  }
  for (unsigned i = 0; i < workers; ++i) {
    workers_.emplace_back([this](const std::stop_token& stop) { work(stop, Takes::all); });
  }
  if (workers > 0) {
    workers_.emplace_back([this](const std::stop_token& stop) { work(stop, Takes::short_files); });
  }
  return {};
}

void FileQueue::stop() {
  for (std::jthread& worker : workers_) worker.request_stop();
  wake_.notify_all();
  workers_.clear();  // joins
}

bool FileQueue::submit(const StoredMaterial& material, std::optional<Clock::time_point> received,
                       std::string password) {
  {
    const std::lock_guard lock(mutex_);
    if (!on_their_way_.insert(material.id).second) return false;
    passing_failures_.erase(material.id);
    jobs_.push_back({material, received, std::move(password)});
    count_queue();
  }
  wake_.notify_all();  // one may be waiting for something else
  return true;
}

std::optional<ReadMaterial> FileQueue::passing_failure(std::int64_t material) const {
  const std::lock_guard lock(mutex_);
  const auto found = passing_failures_.find(material);
  if (found == passing_failures_.end()) return std::nullopt;
  return found->second;
}

Result<void> FileQueue::forget(const std::string& entry, const std::vector<std::string>& paths) {
  const std::lock_guard lock(index_mutex_);
  for (const std::string& path : paths) {
    if (auto removed = parts_.index.remove(entry, path); !removed) return removed;
  }
  return parts_.index.commit();
}

void FileQueue::work(const std::stop_token& stop, Takes takes) {
  while (auto job = next(stop, takes)) {
    if (auto done = process(*job, stop); !done) {
      try_again_later(std::move(*job), done.error(), stop);
      continue;
    }
    const std::lock_guard lock(mutex_);
    on_their_way_.erase(job->material.id);
    count_queue();
  }
}

std::optional<FileQueue::Job> FileQueue::next(const std::stop_token& stop, Takes takes) {
  const auto is_ours = [&](const Job& job) {
    return takes == Takes::all || !may_read_long(job.material.path, job.material.bytes);
  };
  std::unique_lock lock(mutex_);
  auto chosen = jobs_.end();
  const auto found = [&] {
    chosen = std::ranges::find_if(jobs_, is_ours);
    return chosen != jobs_.end();
  };
  if (!wake_.wait(lock, stop, found) || stop.stop_requested()) return std::nullopt;
  Job job = std::move(*chosen);
  jobs_.erase(chosen);
  return job;
}

void FileQueue::count_queue() {
  parts_.metrics.set("jianzhen_queue_files", static_cast<double>(on_their_way_.size()));
}

Result<void> FileQueue::process(const Job& job, const std::stop_token& stop) {
  const StoredMaterial& material = job.material;
  const auto before = listed(material.id);
  if (!before) return fail(before.error());
  if (!*before) return {};
  auto begun = parts_.catalogue.set_progress(material.id, MaterialState::processing, 0, 0);
  if (!begun) return begun;
  parts_.notices.changed(material.entry);

  Members members(*this, material);
  ReadHooks hooks;
  hooks.progress = [&](const std::string& path, int pages_done, int pages_total) {
    members.progress(path, pages_done, pages_total);
  };
  hooks.member_bytes = [&](const std::string& path, const std::filesystem::path& file) {
    return members.add(path, file);
  };
  std::vector<ReadMaterial> read;
  if (const auto file = parts_.blobs.path(material.sha256); !file) {
    ReadMaterial lost;
    lost.path = material.path;
    lost.sha256 = material.sha256;
    lost.bytes = material.bytes;
    lost.error = file.error();
    read.push_back(std::move(lost));
  } else {
    auto result = parts_.reader.read({material.path, *file, job.password}, hooks, stop);
    if (!result) return {};  // the service stops: it goes on at the next start
    read = std::move(*result);
  }
  const auto after = listed(material.id);
  if (!after) return fail(after.error());
  if (!*after) return {};  // and its members with it
  if (auto kept = all_kept(read); !kept) return kept;
  if (auto settled = settle(job, members, read); !settled) return settled;
  parts_.done(material.entry, job.received);
  return {};
}

// False: it was replaced or taken out meanwhile.
Result<bool> FileQueue::listed(std::int64_t material) const {
  const auto row = parts_.catalogue.material(material);
  if (row) return true;
  if (row.error().code == core::ErrorCode::not_found) return false;
  return fail(row.error());
}

// What was read and cannot be kept (a full disk) is not done: nobody could check or show it.
Result<void> FileQueue::all_kept(const std::vector<ReadMaterial>& read) {
  for (const ReadMaterial& one : read) {
    if (one.error || parts_.reader.has(one.sha256)) continue;
    if (auto trouble = parts_.reader.trouble()) return fail(std::move(*trouble));
    return fail(core::ErrorCode::no_space,
                {"“" + one.path + "”的识读结果无法保存，稍后自动重试。",
                 "What was read of " + one.path + " cannot be kept; it is tried again soon."},
                {}, one.path);
  }
  return {};
}

Result<void> FileQueue::settle(const Job& job, Members& members,
                               const std::vector<ReadMaterial>& read) {
  // Into the index first: what is "done" can be found.
  if (auto indexed = into_index(job.material.entry, read); !indexed) return indexed;
  std::set<std::string> seen;
  for (const ReadMaterial& one : read) {
    const StoredMaterial* row = members.row(one.path);
    if (row == nullptr) continue;  // a member without bytes: its error is kept with the archive
    seen.insert(one.path);
    if (auto settled = settle_one(*row, one); !settled) return settled;
  }
  for (const StoredMaterial& archive : members.others(seen)) {
    ReadMaterial nothing;  // its members say the rest
    if (auto settled = settle_one(archive, nothing); !settled) return settled;
  }
  return {};
}

Result<void> FileQueue::settle_one(const StoredMaterial& material, const ReadMaterial& read) {
  const int pages = static_cast<int>(read.document.pages.size());
  const auto state = read.error ? MaterialState::failed : MaterialState::done;
  if (read.error && !parts_.reader.has(read.sha256)) {
    const std::lock_guard lock(mutex_);
    ReadMaterial& failure = passing_failures_[material.id];
    failure = read;
    failure.document.pages.clear();  // they are kept
  }
  auto set = parts_.catalogue.set_progress(material.id, state, pages,
                                           std::max(pages, read.document.page_count));
  if (!set) return set;
  json data = {{"material", material.id},
               {"path", material.path},
               {"pages_done", pages},
               {"pages_total", std::max(pages, read.document.page_count)}};
  if (read.error) data["error"] = form_of(*read.error);
  auto event = parts_.catalogue.append_event(
      material.entry, read.error ? "material.failed" : "material.done", dumped(data));
  if (!event) return fail(event.error());
  parts_.notices.changed(material.entry);
  parts_.metrics.count("jianzhen_materials_total",
                       read.error ? "state=\"failed\"" : "state=\"done\"");
  parts_.metrics.count("jianzhen_pages_total", {}, pages);
  return {};
}

Result<void> FileQueue::into_index(const std::string& entry,
                                   const std::vector<ReadMaterial>& read) {
  const std::lock_guard lock(index_mutex_);
  for (const ReadMaterial& one : read) {
    if (auto put = parts_.index.put(entry, one.path, one.document); !put) return put;
  }
  return parts_.index.commit();
}

// The disk is full, or the catalogue does not answer: the file is safe, and so is what was read.
void FileQueue::try_again_later(Job job, const core::Error& error, const std::stop_token& stop) {
  parts_.log(error);
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, stop, kBeforeNextTry, [] { return false; });
  if (!stop.stop_requested()) jobs_.push_back(std::move(job));
}

}  // namespace jianzhen::api
