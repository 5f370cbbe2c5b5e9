#include "api/keep.h"

#include <algorithm>
#include <set>

#include "index/index.h"
#include "store/blobs.h"
#include "store/catalogue.h"
#include "verify/facts_form.h"

namespace jianzhen::api {

using core::fail;
using core::Result;

struct Keeper::State {
  store::Blobs blobs;
  std::unique_ptr<store::Catalogue> catalogue;
  std::unique_ptr<index::Writer> index;
  std::set<std::string> entries;  // already written in this run
};

Keeper::Keeper(std::unique_ptr<State> state) : state_(std::move(state)) {}
Keeper::~Keeper() = default;

Result<std::unique_ptr<Keeper>> Keeper::open(const std::filesystem::path& data) {
  const DataFolder folder{data};
  auto blobs = store::Blobs::open(folder.blobs());
  if (!blobs) return fail(blobs.error());
  auto catalogue = store::Catalogue::open(folder.catalogue());
  if (!catalogue) return fail(catalogue.error());
  auto index = index::Writer::open(folder.index());
  if (!index) return fail(index.error());
  return std::unique_ptr<Keeper>(new Keeper(std::make_unique<State>(
      State{std::move(*blobs), std::move(*catalogue), std::move(*index), {}})));
}

Result<void> Keeper::keep_bytes(const std::filesystem::path& file) {
  auto kept = state_->blobs.put_file(file);
  if (!kept) return fail(kept.error());
  return {};
}

Result<void> Keeper::keep(const core::Entry& entry, const Source& source,
                          const std::vector<ReadMaterial>& read) {
  if (state_->entries.insert(entry.id).second) {
    if (auto put = state_->catalogue->put_entry(entry); !put) return put;
  }
  auto bytes = state_->blobs.put_file(source.file);
  if (!bytes) return fail(bytes.error());
  store::StoredMaterial own;
  own.entry = entry.id;
  own.path = source.path;
  own.sha256 = bytes->sha256;
  own.bytes = bytes->bytes;
  // An archive that opened has no reading of its own; a mail or a PDF has, and members beside it.
  const auto itself = std::ranges::find(read, source.path, &ReadMaterial::path);
  const bool has_pages = itself != read.end();
  if (has_pages) own.media_type = itself->document.media_type;
  auto stored = state_->catalogue->add_material(own);
  if (!stored) return fail(stored.error());
  for (const ReadMaterial& material : read) {
    std::int64_t id = stored->id;
    if (material.path != source.path) {
      store::StoredMaterial member;
      member.entry = entry.id;
      member.path = material.path;
      member.sha256 = material.sha256;
      member.bytes = material.bytes;
      member.media_type = material.document.media_type;
      member.parent = stored->id;
      auto below = state_->catalogue->add_material(member);
      if (!below) return fail(below.error());
      id = below->id;
    }
    const auto state = material.error ? store::MaterialState::failed : store::MaterialState::done;
    const int pages = static_cast<int>(material.document.pages.size());
    if (auto set = state_->catalogue->set_progress(id, state, pages, material.document.page_count);
        !set) {
      return set;
    }
    if (auto put = state_->index->put(entry.id, material.path, material.document); !put) return put;
  }
  if (!has_pages) {
    return state_->catalogue->set_progress(stored->id, store::MaterialState::done, 0, 0);
  }
  return {};
}

Result<void> Keeper::keep(const verify::EntryFacts& facts) {
  return state_->catalogue->put_facts(facts.entry.id, verify::kFactsVersion,
                                      verify::facts_form(facts));
}

Result<void> Keeper::keep(const core::CheckReport& report) {
  return state_->catalogue->put_report(report);
}

Result<void> Keeper::finish() { return state_->index->commit(); }

}  // namespace jianzhen::api
