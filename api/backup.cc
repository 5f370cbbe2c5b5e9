#include "api/backup.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>

#include "api/data_folder.h"
#include "index/index.h"
#include "store/bag.h"
#include "store/blobs.h"
#include "store/files.h"
#include "store/readings.h"
#include "store/snapshot.h"

namespace jianzhen::api {
namespace {

namespace fs = std::filesystem;
using core::Bilingual;
using core::Digest;
using core::ErrorCode;
using core::fail;
using core::Result;
using store::BagFile;
using store::CatalogueSummary;

// Names in a backup, as they are in a data folder.
constexpr std::string_view kCatalogue = "catalogue.sqlite";
constexpr std::string_view kIndex = "index";
constexpr std::string_view kBlobs = "blobs/";
constexpr std::string_view kReadings = "readings.sqlite";

std::string blob_path(const Digest& sha256) {
  return std::string(kBlobs) + sha256.hex().substr(0, 2) + "/" + sha256.hex();
}

tl::unexpected<core::Error> interrupted() {
  return fail(ErrorCode::interrupted, {"已中断。", "Interrupted."});
}

Bilingual lost(const std::string& what) {
  return {"缺失或无法读取：" + what + "。", "Missing or unreadable: " + what + "."};
}

Bilingual altered(const std::string& what) {
  return {"内容被改动：" + what + "。", "Altered: " + what + "."};
}

// Of a file in a backup, for people: whose it is.
using Owners = std::map<std::string, std::string>;  // by path

std::string shown(const Owners& owners, const std::string& path) {
  const auto owner = owners.find(path);
  return owner == owners.end() ? path : owner->second + " (" + path + ")";
}

Owners owners_of(const CatalogueSummary& summary) {
  Owners owners;
  for (const auto& file : summary.files) owners[blob_path(file.sha256)] = file.where;
  return owners;
}

BackupReport report_of(const CatalogueSummary& summary) {
  return {summary.entries, summary.events, summary.files.size(), {}};
}

Result<fs::path> catalogue_file(const std::string& database) {
  if (auto file = store::sqlite_file(database)) return *std::move(file);
  return fail(ErrorCode::usage,
              {"目录数据库在 PostgreSQL 中，请用 pg_dump 备份它，并复制数据目录的 blobs。",
               "The catalogue is in PostgreSQL: back it up with pg_dump, and copy the data "
               "folder's blobs."});
}

// One backup on its way.
class Making {
 public:
  Making(const BackupSource& from, store::BagWriter bag, store::Blobs blobs)
      : from_(from), bag_(std::move(bag)), blobs_(std::move(blobs)) {}

  Result<BackupReport> make(const fs::path& catalogue, const BackupProgress& progress,
                            const std::stop_token& stop) {
    // The catalogue first: every file that it knows was on disk before, and is never taken away.
    // The index last: what is done is in it already.
    auto copied = copy(std::string(kCatalogue),
                       [&](const fs::path& to) { return store::copy_database(catalogue, to); });
    if (!copied) return fail(copied.error());
    const auto summary = store::summary_of(bag_.place(std::string(kCatalogue)).value());
    if (!summary) return fail(summary.error());
    report_ = report_of(*summary);
    std::size_t done = 0;
    for (const CatalogueSummary::File& file : summary->files) {
      if (stop.stop_requested()) return interrupted();
      if (auto taken = take(file); !taken) return fail(taken.error());
      progress(++done, summary->files.size());
    }
    if (auto rest = copy_rest(); !rest) return fail(rest.error());
    auto finished = bag_.finish({{"Bag-Software-Agent", from_.program},
                                 {"Jianzhen-Form", std::to_string(summary->form)},
                                 {"Jianzhen-Entries", std::to_string(summary->entries)},
                                 {"Jianzhen-Events", std::to_string(summary->events)}});
    if (!finished) return fail(finished.error());
    return std::move(report_);
  }

 private:
  template <typename Copy>
  Result<void> copy(const std::string& path, Copy made) {
    const auto to = bag_.place(path);
    if (!to) return fail(to.error());
    if (auto copied = made(*to); !copied) return copied;
    return bag_.add(path);
  }

  // Both only save time, so that one that is not there is none that lacks.
  Result<void> copy_rest() {
    const fs::path index = DataFolder{from_.data}.index();
    if (fs::exists(index)) {
      auto copied = copy(std::string(kIndex),
                         [&](const fs::path& to) { return index::copy_index(index, to); });
      if (!copied) return copied;
    }
    const fs::path readings = store::readings_file(from_.cache);
    if (!fs::exists(readings)) return {};
    return copy(std::string(kReadings),
                [&](const fs::path& to) { return store::copy_database(readings, to); });
  }

  Result<void> take(const CatalogueSummary::File& file) {
    const std::string path = blob_path(file.sha256);
    const auto source = blobs_.path(file.sha256);
    if (!source) {
      report_.faults.push_back(lost(file.where));
      return {};
    }
    const auto to = bag_.place(path);
    if (!to) return fail(to.error());
    if (linked(path, *source, *to)) {
      bag_.add(path, {file.sha256, fs::file_size(*to)});
      return {};
    }
    const auto copied = store::copy_hashed(*source, *to);
    if (!copied && copied.error().source != source->string()) return fail(copied.error());
    if (!copied) {
      report_.faults.push_back(lost(file.where));
    } else if (copied->sha256 != file.sha256) {
      ::unlink(to->c_str());
      report_.faults.push_back(altered(file.where));
    } else {
      bag_.add(path, *copied);
    }
    return {};
  }

  // A file of that name is never another one. Where it cannot be linked (another file system, not
  // in that backup) it is copied.
  bool linked(const std::string& path, const fs::path& source, const fs::path& to) const {
    if (from_.earlier.empty()) return false;
    const fs::path before = from_.earlier / "data" / path;
    std::error_code unknown;
    return fs::file_size(before, unknown) == fs::file_size(source) && !unknown &&
           ::link(before.c_str(), to.c_str()) == 0;
  }

  const BackupSource& from_;
  store::BagWriter bag_;
  store::Blobs blobs_;
  BackupReport report_;
};

// A backup that is there, with what its catalogue says of it.
struct Opened {
  store::Bag bag;
  CatalogueSummary summary;
  Owners owners;
};

Result<Opened> open_backup(const fs::path& folder) {
  auto bag = store::open_bag(folder);
  if (!bag) return fail(bag.error());
  const auto named = std::ranges::find(bag->files, kCatalogue, &BagFile::path);
  const fs::path catalogue = folder / "data" / kCatalogue;
  const auto hashed = store::hash_file(catalogue);
  if (named == bag->files.end() || !hashed || hashed->sha256 != named->sha256) {
    return fail(ErrorCode::unreadable,
                {"备份中的目录数据库缺失或被改动：" + catalogue.string() + "。",
                 "The catalogue of the backup is missing or altered: " + catalogue.string() + "."},
                {}, catalogue.string());
  }
  auto summary = store::summary_of(catalogue);
  if (!summary) return fail(summary.error());
  Opened opened{std::move(*bag), std::move(*summary), {}};
  opened.owners = owners_of(opened.summary);
  return opened;
}

// What its catalogue knows of and it does not hold: it could not be taken in.
std::vector<Bilingual> gaps_of(const Opened& opened) {
  std::vector<Bilingual> gaps;
  for (const auto& file : opened.summary.files) {
    const std::string path = blob_path(file.sha256);
    if (!std::ranges::binary_search(opened.bag.files, path, {}, &BagFile::path)) {
      gaps.push_back(
          {"备份时已缺失或被改动：" + file.where + "（" + path + "）。",
           "Missing or altered when it was backed up: " + file.where + " (" + path + ")."});
    }
  }
  return gaps;
}

// Makes a data folder that was empty; takes everything out again where it is not kept.
class Restoring {
 public:
  Restoring(const fs::path& from, fs::path data, fs::path readings)
      : from_(from), data_(std::move(data)), readings_(std::move(readings)) {}
  ~Restoring() {
    if (kept_) return;
    std::error_code ignored;
    for (const auto& one : fs::directory_iterator(data_, ignored)) {
      fs::remove_all(one.path(), ignored);
    }
    if (made_readings_) fs::remove(readings_, ignored);
  }
  Restoring(const Restoring&) = delete;
  Restoring& operator=(const Restoring&) = delete;

  // nullopt: it was taken over. Errors: of writing.
  Result<std::optional<Bilingual>> take(const BagFile& file, const Owners& owners) {
    const fs::path to = place_of(file.path);
    if (to.empty()) return std::optional<Bilingual>();
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (error) return fail(store::cannot_write(to, error.value()));
    const fs::path source = from_ / "data" / file.path;
    const auto copied = store::copy_hashed(source, to);
    if (!copied && copied.error().source != source.string()) return fail(copied.error());
    if (copied && copied->sha256 == file.sha256) return std::optional<Bilingual>();
    fs::remove(to, error);
    if (file.path.starts_with(kIndex)) index_is_whole_ = false;
    return std::optional((copied ? altered : lost)(shown(owners, file.path)));
  }

  Result<void> keep() {
    std::error_code error;
    if (!index_is_whole_) fs::remove_all(data_ / kIndex, error);
    if (auto synced = store::sync_file_system(data_); !synced) return synced;
    // Its name last: a folder without a catalogue is no data folder.
    const fs::path to = data_ / kCatalogue;
    fs::rename(unnamed_catalogue(), to, error);
    if (error) return fail(store::cannot_write(to, error.value()));
    kept_ = true;
    return store::sync_folder(data_);
  }

 private:
  // Empty: it is not wanted.
  fs::path place_of(const std::string& path) {
    if (path == kCatalogue) return unnamed_catalogue();
    if (path != kReadings) return data_ / path;
    if (fs::exists(readings_)) return {};
    made_readings_ = true;
    return readings_;
  }
  fs::path unnamed_catalogue() const { return data_ / (std::string(kCatalogue) + ".restoring"); }

  const fs::path& from_;
  fs::path data_;
  fs::path readings_;
  bool made_readings_ = false;
  bool index_is_whole_ = true;
  bool kept_ = false;
};

}  // namespace

Result<BackupReport> make_backup(const BackupSource& from, const fs::path& to,
                                 const BackupProgress& progress, const std::stop_token& stop) {
  const auto catalogue = catalogue_file(from.database);
  if (!catalogue) return fail(catalogue.error());
  if (!fs::exists(*catalogue)) return fail(store::cannot_read(*catalogue, ENOENT));
  if (!from.earlier.empty()) {
    if (const auto earlier = store::open_bag(from.earlier); !earlier) return fail(earlier.error());
  }
  auto blobs = store::Blobs::open(DataFolder{from.data}.blobs());
  if (!blobs) return fail(blobs.error());
  auto bag = store::BagWriter::begin(to);
  if (!bag) return fail(bag.error());
  return Making(from, std::move(*bag), std::move(*blobs)).make(*catalogue, progress, stop);
}

Result<BackupReport> verify_backup(const fs::path& folder, const BackupProgress& progress,
                                   const std::stop_token& stop) {
  const auto opened = open_backup(folder);
  if (!opened) return fail(opened.error());
  BackupReport report = report_of(opened->summary);
  report.faults = gaps_of(*opened);
  std::size_t done = 0;
  for (const BagFile& file : opened->bag.files) {
    if (stop.stop_requested()) return interrupted();
    const auto hashed = store::hash_file(folder / "data" / file.path);
    if (!hashed || hashed->sha256 != file.sha256) {
      report.faults.push_back((hashed ? altered : lost)(shown(opened->owners, file.path)));
    }
    progress(++done, opened->bag.files.size());
  }
  const auto others = store::strangers(folder, opened->bag);
  if (!others) return fail(others.error());
  for (const std::string& path : *others) {
    report.faults.push_back({"不在清单中：" + path + "。", "Not in the manifest: " + path + "."});
  }
  return report;
}

Result<BackupReport> restore_backup(const fs::path& folder, const fs::path& data,
                                    const fs::path& cache, const BackupProgress& progress,
                                    const std::stop_token& stop) {
  std::error_code unknown;
  if (fs::exists(data, unknown) && !fs::is_empty(data, unknown)) {
    return fail(
        ErrorCode::usage,
        {data.string() + " 不是空文件夹，不会覆盖其中的内容。请指定新的数据目录（--data）。",
         data.string() + " is not empty, and nothing in it is written over. Name a new "
                         "data folder with --data."});
  }
  const auto opened = open_backup(folder);
  if (!opened) return fail(opened.error());
  if (auto made = store::make_folder(data); !made) return fail(made.error());
  Restoring restoring(folder, data, store::readings_file(cache));
  BackupReport report = report_of(opened->summary);
  report.faults = gaps_of(*opened);
  std::size_t done = 0;
  for (const BagFile& file : opened->bag.files) {
    if (stop.stop_requested()) return interrupted();
    auto fault = restoring.take(file, opened->owners);
    if (!fault) return fail(fault.error());
    if (*fault && file.path == kCatalogue) return fail({ErrorCode::unreadable, **fault, {}, {}});
    if (*fault) report.faults.push_back(std::move(**fault));
    progress(++done, opened->bag.files.size());
  }
  if (auto kept = restoring.keep(); !kept) return fail(kept.error());
  return report;
}

}  // namespace jianzhen::api
