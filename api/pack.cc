#include "api/pack.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "store/hash.h"

namespace jianzhen::embedded {

extern const std::string_view pack_index;
extern const std::string_view pack_style;
extern const std::string_view pack_script;

}  // namespace jianzhen::embedded

namespace jianzhen::api {

using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr int kPixels = 960;  // width of a page's picture
constexpr std::size_t kPiece = 1 << 16;

struct Free {
  void operator()(archive* zip) const { archive_write_free(zip); }
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

// Files go in as they come; each is in the manifest by its hash. No clock: the same files give the
// same bytes.
class Zip {
 public:
  explicit Zip(const std::filesystem::path& file)
      : zip_(archive_write_new()), file_(file.string()) {
    archive_write_set_format_zip(zip_.get());
    good_ = archive_write_open_filename(zip_.get(), file.c_str()) == ARCHIVE_OK;
  }

  void add(const std::string& name, std::string_view bytes, bool packed = true) {
    begin(name, bytes.size(), packed);
    store::Hasher hasher;
    put(bytes, hasher);
    manifest_[name] = hasher.finish().hex();
  }

  // A file that is not there any more is left out.
  void add_file(const std::string& name, const std::filesystem::path& file) {
    std::error_code wrong;
    const auto size = std::filesystem::file_size(file, wrong);
    std::ifstream in(file, std::ios::binary);
    if (wrong || !in) return;
    begin(name, size, false);
    store::Hasher hasher;
    std::string piece(kPiece, '\0');
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
      put(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())), hasher);
    }
    manifest_[name] = hasher.finish().hex();
  }

  Result<void> finish() {
    const std::string manifest = json{{"sha256", manifest_}}.dump(1);
    add("manifest.json", manifest);
    good_ = archive_write_close(zip_.get()) == ARCHIVE_OK && good_;
    if (good_) return {};
    return fail(core::ErrorCode::no_space,
                {"离线包没有写完，可能磁盘空间不足。",
                 "The pack could not be written; the disk may be full."},
                archive_error_string(zip_.get()) == nullptr ? "" : archive_error_string(zip_.get()),
                file_);
  }

 private:
  void begin(const std::string& name, std::uint64_t size, bool packed) {
    const std::unique_ptr<archive_entry, Free> entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_mtime(entry.get(), 315'532'800, 0);  // 1980, where ZIP's time begins
    if (packed) {
      archive_write_zip_set_compression_deflate(zip_.get());
    } else {
      archive_write_zip_set_compression_store(zip_.get());
    }
    good_ = archive_write_header(zip_.get(), entry.get()) == ARCHIVE_OK && good_;
  }

  void put(std::string_view bytes, store::Hasher& hasher) {
    hasher.update(bytes);
    good_ = archive_write_data(zip_.get(), bytes.data(), bytes.size()) >= 0 && good_;
  }

  std::unique_ptr<archive, Free> zip_;
  std::string file_;
  std::map<std::string, std::string> manifest_;
  bool good_ = false;
};

class Packer {
 public:
  Packer(Zip& zip, const PackSources& sources, core::Lang lang)
      : zip_(zip), sources_(sources), lang_(lang) {}

  json entry_form(const PackedEntry& packed) {
    const core::Entry& entry = packed.entry->entry;
    places_.clear();
    json materials = json::array();
    for (const core::Material& material : packed.entry->report.materials) {
      places_[material.path] = static_cast<int>(materials.size());
      materials.push_back(material_form(*packed.entry, material));
    }
    json claims = json::array();
    for (const ProvedClaim& claim : packed.overview.claims) {
      claims.push_back(claim_form(claim, packed.overview.application));
    }
    json moments = json::array();
    for (const Moment& moment : packed.overview.moments) {
      json one = spot_form(moment.spot);
      one["time"] = moment.spot.place.time.value_or(0);
      one["words"] = moment.words;
      moments.push_back(std::move(one));
    }
    return {{"id", entry.id},
            {"project", entry.project.name},
            {"applicant", entry.applicant.name},
            {"topic", entry.project.topic ? json(*entry.project.topic) : json()},
            {"materials", std::move(materials)},
            {"claims", std::move(claims)},
            {"moments", std::move(moments)}};
  }

 private:
  std::string kind_of(const std::string& kind) const {
    const verify::MaterialKind* known = sources_.contest.kind(kind);
    return known == nullptr ? kind : core::in(known->title, lang_);
  }

  json spot_form(const Spot& spot) const {
    const auto place = places_.find(spot.material);
    json made = {{"m", place == places_.end() ? -1 : place->second},
                 {"n", std::max(1, spot.place.page)}};
    if (const auto& box = spot.place.box) {
      made["box"] = {box->left, box->top, box->right, box->bottom};
    }
    return made;
  }

  json claim_form(const ProvedClaim& claim, const Spot& application) const {
    json said;
    if (claim.claim) {
      said = spot_form({application.material, 0, {claim.claim->page, {}, claim.claim->box}});
      said["words"] = claim.claim->words;
    }
    return {{"claim", std::move(said)},    {"proof", spot_form(claim.proof)},
            {"kind", kind_of(claim.kind)}, {"title", claim.title},
            {"owner", claim.owner},        {"state", claim.state}};
  }

  json material_form(const EntryDigest& entry, const core::Material& material) {
    const auto number = entry.materials.find(material.path);
    json pages = json::array();
    for (const core::Page& page : sources_.pages(material.sha256)) {
      json one = {{"n", page.number}, {"lines", json::array()}};
      if (page.time) one["time"] = *page.time;
      for (const core::Line& line : page.lines) {
        one["lines"].push_back(
            {line.text, line.box.left, line.box.top, line.box.right, line.box.bottom});
      }
      if (number != entry.materials.end()) {
        one["img"] = picture(entry.entry.id, material, number->second, page.number);
      }
      pages.push_back(std::move(one));
    }
    json made = {{"path", material.path},
                 {"kind", kind_of(material.kind)},
                 {"owner", material.owner ? material.owner->unit.name : ""},
                 {"pages", std::move(pages)}};
    if (material.media_type.starts_with("video/") && number != entry.materials.end()) {
      if (const auto file = sources_.original(entry.entry.id, number->second)) {
        made["video"] = "media/" + material.sha256.hex() + ".mp4";
        if (media_.insert(material.sha256.hex()).second) {
          zip_.add_file(made["video"].get<std::string>(), *file);
        }
      }
    }
    return made;
  }

  json picture(const std::string& entry, const core::Material& material, std::int64_t number,
               int page) {
    const std::string name = "pages/" + material.sha256.hex() + "-" + std::to_string(page) + ".jpg";
    if (!media_.insert(name).second) return name;
    const auto jpeg = sources_.picture(entry, number, page, kPixels);
    if (!jpeg) return {};
    zip_.add(name, *jpeg, false);
    return name;
  }

  Zip& zip_;
  const PackSources& sources_;
  core::Lang lang_;
  std::map<std::string, int> places_;  // of the entry's materials
  std::set<std::string> media_;        // what is in already
};

}  // namespace

Result<void> write_pack(const std::filesystem::path& file, const std::string& track,
                        std::span<const PackedEntry> entries, const PackSources& sources,
                        core::Lang lang) {
  Zip zip(file);
  zip.add("index.html", embedded::pack_index);
  zip.add("pack.css", embedded::pack_style);
  zip.add("pack.js", embedded::pack_script);
  Packer packer(zip, sources, lang);
  json all = json::array();
  for (const PackedEntry& entry : entries) all.push_back(packer.entry_form(entry));
  const json data = {{"title", sources.contest.title},
                     {"track", track},
                     {"lang", lang == core::Lang::zh ? "zh" : "en"},
                     {"entries", std::move(all)}};
  zip.add("data.js",
          "const PACK = " + data.dump(-1, ' ', false, json::error_handler_t::replace) + ";\n");
  return zip.finish();
}

}  // namespace jianzhen::api
