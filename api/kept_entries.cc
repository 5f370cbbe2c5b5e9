#include "api/kept_entries.h"

#include <map>

#include "api/data_folder.h"
#include "api/report/words.h"
#include "store/accounts.h"
#include "store/blobs.h"
#include "store/catalogue.h"
#include "store/reviews.h"

namespace jianzhen::api {

using core::ErrorCode;
using core::fail;
using core::Result;

struct KeptEntries::State {
  Pipeline& pipeline;
  store::Blobs blobs;
  std::unique_ptr<store::Catalogue> catalogue;
  std::unique_ptr<store::Reviews> reviews;
  std::unique_ptr<store::Accounts> accounts;

  core::Result<Named> named(core::Lang lang) const;
};

Result<Named> KeptEntries::State::named(core::Lang lang) const {
  const auto all = accounts->all();
  if (!all) return fail(all.error());
  std::map<std::string, std::string> titles{{"local", local_shown(lang)}};
  for (const store::Account& account : *all) titles[account.actor()] = account.title;
  return [titles = std::move(titles)](const std::string& actor) {
    const auto title = titles.find(actor);
    return title == titles.end() ? actor : title->second;
  };
}

KeptEntries::KeptEntries(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeptEntries::~KeptEntries() = default;

Result<std::unique_ptr<KeptEntries>> KeptEntries::open(const std::filesystem::path& data,
                                                       Pipeline& pipeline) {
  const DataFolder folder{data};
  if (!std::filesystem::is_directory(data)) {
    return fail(ErrorCode::not_found,
                {"没有数据目录 " + data.string() + "，请用 --data 指定。",
                 "No data folder " + data.string() + "; name it with --data."});
  }
  auto blobs = store::Blobs::open(folder.blobs());
  if (!blobs) return fail(blobs.error());
  auto catalogue = store::Catalogue::open(folder.catalogue());
  if (!catalogue) return fail(catalogue.error());
  auto reviews = store::Reviews::open(folder.catalogue());
  if (!reviews) return fail(reviews.error());
  auto accounts = store::Accounts::open(folder.catalogue());
  if (!accounts) return fail(accounts.error());
  return std::unique_ptr<KeptEntries>(new KeptEntries(
      std::make_unique<State>(State{pipeline, std::move(*blobs), std::move(*catalogue),
                                    std::move(*reviews), std::move(*accounts)})));
}

Result<std::vector<std::string>> KeptEntries::ids() {
  const auto entries = state_->catalogue->entries();
  if (!entries) return fail(entries.error());
  std::vector<std::string> ids;
  for (const core::Entry& entry : *entries) ids.push_back(entry.id);
  return ids;
}

Result<Dossier> KeptEntries::dossier(const std::string& id, core::Lang lang) {
  auto entry = state_->catalogue->entry(id);
  if (!entry) return fail(entry.error());
  auto report = state_->catalogue->report(id);
  if (!report) return fail(report.error());
  if (!*report) {
    return fail(ErrorCode::conflict,
                {"“" + id + "”还没有核查结果。", "\"" + id + "\" has not been checked yet."});
  }
  auto review = state_->reviews->of(id);
  if (!review) return fail(review.error());
  const auto named = state_->named(lang);
  if (!named) return fail(named.error());
  name_people(*review, *named);
  Dossier dossier{std::move(*entry), std::move(**report), {}, std::move(*review)};
  dossier.keys = store::finding_keys(dossier.report);
  return dossier;
}

Result<PagePicture> KeptEntries::pictures(const std::string& entry) {
  const auto materials = state_->catalogue->materials(entry);
  if (!materials) return fail(materials.error());
  std::map<std::string, core::Digest> digests;
  for (const store::StoredMaterial& one : *materials) digests[one.path] = one.sha256;
  return [this, digests](const std::string& path,
                         const core::Place& place) -> std::shared_ptr<const std::string> {
    const auto known = digests.find(path);
    if (known == digests.end()) return nullptr;
    const auto file = state_->blobs.path(known->second);
    if (!file) return nullptr;
    const auto jpeg = state_->pipeline.page_image(*file, known->second, std::max(1, place.page),
                                                  place.time, kReportPixels, {});
    if (!jpeg) return nullptr;
    return std::make_shared<const std::string>(jpeg->begin(), jpeg->end());
  };
}

}  // namespace jianzhen::api
