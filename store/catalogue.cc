#include "store/catalogue.h"

#include <soci/soci.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "store/event_log.h"
#include "store/migrations.h"
#include "store/report_form.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

core::Error no_such_entry(const std::string& id) {
  return {ErrorCode::not_found,
          {"没有编号为“" + id + "”的参赛项目。", "There is no entry \"" + id + "\"."},
          {},
          {}};
}

namespace {

constexpr std::array<std::string_view, 4> kStates = {"received", "processing", "done", "failed"};

constexpr char kMaterialColumns[] =
    "SELECT id, entry, path, sha256, bytes, media_type, state, pages_done, pages_total, parent, "
    "result, received_at FROM material ";

std::string word(MaterialState state) {
  return std::string(kStates[static_cast<std::size_t>(state)]);
}

MaterialState state_of(std::string_view word) {
  const auto it = std::find(kStates.begin(), kStates.end(), word);
  return static_cast<MaterialState>(it - kStates.begin());  // the table allows these words only
}

StoredMaterial material_of(const soci::row& row) {
  StoredMaterial material;
  std::string sha256;
  std::string state;
  long long id = 0;
  long long bytes = 0;
  long long parent = 0;
  row >> id >> material.entry >> material.path >> sha256 >> bytes >> material.media_type >> state >>
      material.pages_done >> material.pages_total >> parent >> material.result_json >>
      material.received_at;
  material.id = id;
  material.bytes = static_cast<std::uint64_t>(bytes);
  material.parent = parent;
  material.sha256 = core::Digest::from_hex(sha256).value_or(core::Digest{});
  material.state = state_of(state);
  return material;
}

tl::unexpected<core::Error> no_such_material(std::int64_t id) {
  const std::string number = std::to_string(id);
  return fail(ErrorCode::not_found,
              {"没有编号为 " + number + " 的材料。", "There is no material " + number + "."});
}

std::string data_of(const StoredMaterial& material) {
  json data = {{"material", material.id},
               {"path", material.path},
               {"sha256", material.sha256.hex()},
               {"bytes", material.bytes}};
  if (material.parent != 0) data["parent"] = material.parent;
  return data.dump();
}

std::optional<std::string> form_of(soci::session& sql, const std::string& entry) {
  std::string form;
  sql << "SELECT form FROM entry WHERE id = :id", soci::use(entry), soci::into(form);
  if (!sql.got_data()) return std::nullopt;
  return form;
}

std::optional<Submission> submission_of(soci::session& sql, const std::string& entry) {
  Submission submission;
  sql << "SELECT submitted_at, actor, receipt FROM submission WHERE entry = :entry",
      soci::use(entry), soci::into(submission.submitted_at), soci::into(submission.actor),
      soci::into(submission.receipt_json);
  if (!sql.got_data()) return std::nullopt;
  return submission;
}

std::optional<StoredMaterial> listed(soci::session& sql, std::int64_t id) {
  soci::row row;
  const long long number = id;
  sql << kMaterialColumns << "WHERE id = :id AND listed = 1", soci::use(number), soci::into(row);
  if (!sql.got_data()) return std::nullopt;
  return material_of(row);
}

std::optional<StoredMaterial> listed(soci::session& sql, const std::string& entry,
                                     const std::string& path) {
  soci::row row;
  sql << kMaterialColumns << "WHERE entry = :entry AND path = :path AND listed = 1",
      soci::use(entry), soci::use(path), soci::into(row);
  if (!sql.got_data()) return std::nullopt;
  return material_of(row);
}

// Takes a material and what came out of it off the list, each with its event.
void unlist(soci::session& sql, const StoredMaterial& material, const std::string& event,
            const std::string& actor) {
  const long long id = material.id;
  const soci::rowset<soci::row> rows =
      (sql.prepare << kMaterialColumns << "WHERE parent = :id AND listed = 1 ORDER BY id",
       soci::use(id));
  for (const StoredMaterial& member : all_of(rows, material_of)) unlist(sql, member, event, actor);
  sql << "UPDATE material SET listed = 0 WHERE id = :id", soci::use(id);
  write_event(sql, {0, {}, material.entry, event, data_of(material), actor, {}});
}

void insert(soci::session& sql, const StoredMaterial& material) {
  const long long id = material.id;
  const std::string sha256 = material.sha256.hex();
  const auto bytes = static_cast<long long>(material.bytes);
  const std::string state = word(material.state);
  const long long parent = material.parent;
  sql << "INSERT INTO material (id, entry, path, sha256, bytes, media_type, state, pages_done, "
         "pages_total, parent, result, received_at, listed) VALUES (:id, :entry, :path, :sha256, "
         ":bytes, :media_type, :state, :pages_done, :pages_total, :parent, :result, :received_at, "
         "1)",
      soci::use(id), soci::use(material.entry), soci::use(material.path), soci::use(sha256),
      soci::use(bytes), soci::use(material.media_type), soci::use(state),
      soci::use(material.pages_done), soci::use(material.pages_total), soci::use(parent),
      soci::use(material.result_json), soci::use(material.received_at);
}

// By path, members right after their archive: '/' before every other character.
bool in_list_order(const StoredMaterial& a, const StoredMaterial& b) {
  const auto rank = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c); };
  return std::lexicographical_compare(a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
                                      [&](char x, char y) { return rank(x) < rank(y); });
}

void put_form(soci::session& sql, const std::string& id, const std::string& form,
              const std::string& actor) {
  const auto before = form_of(sql, id);
  if (before == form) return;
  sql << "INSERT INTO entry (id, form) VALUES (:id, :form) "
         "ON CONFLICT (id) DO UPDATE SET form = excluded.form",
      soci::use(id), soci::use(form);
  const std::string type = before ? "entry.changed" : "entry.created";
  write_event(sql, {0, {}, id, type, "{}", actor, {}});
}

void put_findings(soci::session& sql, const core::CheckReport& report) {
  sql << "DELETE FROM finding WHERE entry = :entry", soci::use(report.entry);
  int place = 0;
  for (const core::Finding& finding : report.findings) {
    ++place;
    const std::string severity(core::word(finding.severity));
    sql << "INSERT INTO finding (entry, place, code, severity, clause, material, page, evidence) "
           "VALUES (:entry, :place, :code, :severity, :clause, :material, :page, :evidence)",
        soci::use(report.entry), soci::use(place), soci::use(finding.code), soci::use(severity),
        soci::use(finding.clause), soci::use(finding.material), soci::use(finding.place.page),
        soci::use(finding.evidence);
  }
}

class SqlCatalogue : public Catalogue {
 public:
  explicit SqlCatalogue(std::unique_ptr<Sessions> sessions) : sessions_(std::move(sessions)) {}

  Result<void> put_entries(const std::vector<core::Entry>& entries,
                           const std::string& actor) override {
    std::vector<std::pair<std::string, std::string>> forms;  // by id
    for (const core::Entry& entry : entries) {
      if (auto good = storable(entry.id); !good) return good;
      try {
        forms.emplace_back(entry.id, core::entry_json(entry));
      } catch (const json::exception&) {  // some name is not UTF-8
        return storable("\xff");
      }
    }
    return sessions_->write([&](soci::session& sql) -> Result<void> {
      for (const auto& [id, form] : forms) put_form(sql, id, form, actor);
      return {};
    });
  }

  Result<core::Entry> entry(const std::string& id) override {
    return sessions_->run([&](soci::session& sql) -> Result<core::Entry> {
      const auto form = form_of(sql, id);
      if (!form) return fail(no_such_entry(id));
      return core::parse_entry(*form, id);
    });
  }

  Result<std::vector<core::Entry>> entries() override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<core::Entry>> {
      std::vector<core::Entry> entries;
      const soci::rowset<soci::row> rows = (sql.prepare << "SELECT id, form FROM entry");
      for (const soci::row& row : rows) {
        auto entry = core::parse_entry(row.get<std::string>(1), row.get<std::string>(0));
        if (!entry) return fail(entry.error());
        entries.push_back(std::move(*entry));
      }
      std::sort(entries.begin(), entries.end(),
                [](const core::Entry& a, const core::Entry& b) { return a.id < b.id; });
      return entries;
    });
  }

  Result<StoredMaterial> add_material(const StoredMaterial& given,
                                      const std::string& actor) override {
    for (const std::string* text : {&given.path, &given.media_type}) {
      if (auto good = storable(*text); !good) return fail(good.error());
    }
    return sessions_->write([&](soci::session& sql) -> Result<StoredMaterial> {
      if (!form_of(sql, given.entry)) return fail(no_such_entry(given.entry));
      if (const auto before = listed(sql, given.entry, given.path)) {
        if (before->sha256 == given.sha256 && before->parent == given.parent) return *before;
        unlist(sql, *before, "material.replaced", actor);
      }
      StoredMaterial material = given;
      material.id = next_number(sql, "material");
      material.received_at = utc_now();
      insert(sql, material);
      write_event(sql, {0, {}, material.entry, "material.received", data_of(material), actor, {}});
      return material;
    });
  }

  Result<StoredMaterial> material(std::int64_t id) override {
    return sessions_->run([&](soci::session& sql) -> Result<StoredMaterial> {
      auto material = listed(sql, id);
      if (!material) return no_such_material(id);
      return *material;
    });
  }

  Result<std::vector<StoredMaterial>> materials(const std::string& entry) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<StoredMaterial>> {
      const soci::rowset<soci::row> rows =
          (sql.prepare << kMaterialColumns << "WHERE entry = :entry AND listed = 1",
           soci::use(entry));
      auto materials = all_of(rows, material_of);
      std::sort(materials.begin(), materials.end(), in_list_order);
      return materials;
    });
  }

  Result<std::vector<StoredMaterial>> replaced(const std::string& entry) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<StoredMaterial>> {
      const soci::rowset<soci::row> rows =
          (sql.prepare << kMaterialColumns
                       << "WHERE entry = :entry AND listed = 0 AND parent = 0 AND path IN (SELECT "
                          "path FROM material WHERE entry = :same AND listed = 1) ORDER BY id DESC",
           soci::use(entry), soci::use(entry));
      return all_of(rows, material_of);
    });
  }

  Result<void> remove_material(std::int64_t id, const std::string& actor) override {
    return sessions_->write([&](soci::session& sql) -> Result<void> {
      const auto material = listed(sql, id);
      if (!material) return no_such_material(id);
      unlist(sql, *material, "material.removed", actor);
      return {};
    });
  }

  Result<void> set_progress(std::int64_t id, MaterialState state, int pages_done,
                            int pages_total) override {
    return sessions_->write([&](soci::session& sql) -> Result<void> {
      if (!listed(sql, id)) return no_such_material(id);
      const long long number = id;
      const std::string state_word = word(state);
      sql << "UPDATE material SET state = :state, pages_done = :done, pages_total = :total "
             "WHERE id = :id",
          soci::use(state_word), soci::use(pages_done), soci::use(pages_total), soci::use(number);
      return {};
    });
  }

  Result<void> put_report(const core::CheckReport& report) override {
    return sessions_->write([&](soci::session& sql) -> Result<void> {
      if (!form_of(sql, report.entry)) return fail(no_such_entry(report.entry));
      put_findings(sql, report);
      const std::string form = report_form(report);
      sql << "INSERT INTO report (entry, report) VALUES (:entry, :report) "
             "ON CONFLICT (entry) DO UPDATE SET report = excluded.report",
          soci::use(report.entry), soci::use(form);
      sql << "UPDATE material SET result = '' WHERE entry = :entry AND listed = 1",
          soci::use(report.entry);
      for (const core::Material& material : report.materials) {
        const std::string result = core::material_json(material);
        const std::string sha256 = material.sha256.hex();
        sql << "UPDATE material SET result = :result, media_type = :media_type "
               "WHERE entry = :entry AND path = :path AND sha256 = :sha256 AND listed = 1",
            soci::use(result), soci::use(material.media_type), soci::use(report.entry),
            soci::use(material.path), soci::use(sha256);
      }
      return {};
    });
  }

  Result<void> put_facts(const std::string& entry, int version, const std::string& facts) override {
    return sessions_->write([&](soci::session& sql) -> Result<void> {
      if (!form_of(sql, entry)) return fail(no_such_entry(entry));
      sql << "INSERT INTO facts (entry, version, facts) VALUES (:entry, :version, :facts) "
             "ON CONFLICT (entry) DO UPDATE SET version = excluded.version, facts = excluded.facts",
          soci::use(entry), soci::use(version), soci::use(facts);
      return {};
    });
  }

  Result<std::optional<std::string>> facts(const std::string& entry, int version) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::optional<std::string>> {
      std::string facts;
      sql << "SELECT facts FROM facts WHERE entry = :entry AND version = :version",
          soci::use(entry), soci::use(version), soci::into(facts);
      if (!sql.got_data()) return std::optional<std::string>();
      return std::optional(std::move(facts));
    });
  }

  Result<Submission> submit(const std::string& entry, const std::string& receipt_json,
                            const std::string& actor) override {
    return sessions_->write([&](soci::session& sql) -> Result<Submission> {
      if (!form_of(sql, entry)) return fail(no_such_entry(entry));
      if (submission_of(sql, entry)) {
        return fail(ErrorCode::conflict, {"该项目已经提交。", "The entry was submitted already."});
      }
      const std::string data = json{{"receipt", json::parse(receipt_json)["digest"]}}.dump();
      const Event event = write_event(sql, {0, {}, entry, "entry.submitted", data, actor, {}});
      sql << "INSERT INTO submission (entry, submitted_at, actor, receipt) "
             "VALUES (:entry, :at, :actor, :receipt)",
          soci::use(entry), soci::use(event.at), soci::use(actor), soci::use(receipt_json);
      return Submission{event.at, actor, receipt_json};
    });
  }

  Result<void> withdraw(const std::string& entry, const std::string& actor) override {
    return sessions_->write([&](soci::session& sql) -> Result<void> {
      if (!submission_of(sql, entry)) {
        return fail(ErrorCode::conflict,
                    {"该项目还没有提交。", "The entry has not been submitted."});
      }
      sql << "DELETE FROM submission WHERE entry = :entry", soci::use(entry);
      write_event(sql, {0, {}, entry, "entry.withdrawn", "{}", actor, {}});
      return {};
    });
  }

  Result<std::optional<Submission>> submission(const std::string& entry) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::optional<Submission>> {
      return submission_of(sql, entry);
    });
  }

  Result<std::set<std::string>> submitted() override {
    return sessions_->run([&](soci::session& sql) -> Result<std::set<std::string>> {
      const soci::rowset<std::string> entries = (sql.prepare << "SELECT entry FROM submission");
      return std::set<std::string>(entries.begin(), entries.end());
    });
  }

  Result<std::optional<core::CheckReport>> report(const std::string& entry) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::optional<core::CheckReport>> {
      std::string form;
      sql << "SELECT report FROM report WHERE entry = :entry", soci::use(entry), soci::into(form);
      if (!sql.got_data()) return std::optional<core::CheckReport>();
      return report_of(form);
    });
  }

  Result<std::vector<StoredMaterial>> unfinished() override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<StoredMaterial>> {
      const soci::rowset<soci::row> rows =
          (sql.prepare << kMaterialColumns
                       << "WHERE listed = 1 AND state IN ('received', 'processing') ORDER BY id");
      return all_of(rows, material_of);
    });
  }

  Result<Event> append_event(const Event& event) override {
    for (const std::string* text : {&event.entry, &event.type, &event.data_json}) {
      if (auto good = storable(*text); !good) return fail(good.error());
    }
    return sessions_->write(
        [&](soci::session& sql) -> Result<Event> { return write_event(sql, event); });
  }

  Result<std::vector<Event>> events(const std::string& entry, std::int64_t after_seq,
                                    int limit) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<Event>> {
      return events_after(sql, entry, after_seq, limit);
    });
  }

  Result<std::vector<Event>> events_back(const EventFilter& filter, std::int64_t before_seq,
                                         int limit) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<Event>> {
      return events_before(sql, filter, before_seq, limit);
    });
  }

  Result<std::int64_t> last_event(const std::string& entry) override {
    return sessions_->run([&](soci::session& sql) -> Result<std::int64_t> {
      long long seq = 0;
      if (entry.empty()) {
        sql << "SELECT coalesce(max(seq), 0) FROM event", soci::into(seq);
      } else {
        sql << "SELECT coalesce(max(seq), 0) FROM event WHERE entry = :entry", soci::use(entry),
            soci::into(seq);
      }
      return seq;
    });
  }

  Result<std::vector<KnownBlob>> known_blobs() override {
    return sessions_->run([&](soci::session& sql) -> Result<std::vector<KnownBlob>> {
      std::vector<KnownBlob> known;
      const soci::rowset<soci::row> rows =
          (sql.prepare << "SELECT sha256, bytes, entry, path FROM material ORDER BY id");
      for (const soci::row& row : rows) {
        known.push_back({core::Digest::from_hex(row.get<std::string>(0)).value_or(core::Digest{}),
                         static_cast<std::uint64_t>(row.get<long long>(1)), row.get<std::string>(2),
                         row.get<std::string>(3)});
      }
      return known;
    });
  }

 private:
  std::unique_ptr<Sessions> sessions_;
};

}  // namespace

Result<std::unique_ptr<Catalogue>> Catalogue::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::make_unique<SqlCatalogue>(std::move(*sessions));
}

}  // namespace jianzhen::store
