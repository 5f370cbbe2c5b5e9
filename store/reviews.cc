#include "store/reviews.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/event_log.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace jianzhen::store {

using core::ErrorCode;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr char kDispositions[] =
    "SELECT subject, version, code, reason, actor, at FROM disposition ";
// Of each subject the newest.
constexpr char kNewest[] =
    "SELECT d.subject, d.version, d.code, d.reason, d.actor, d.at, d.entry FROM disposition d "
    "WHERE d.version = (SELECT max(version) FROM disposition o "
    "WHERE o.entry = d.entry AND o.subject = d.subject) ";
constexpr char kSupplements[] =
    "SELECT id, subject, material, ask, due, state, asked_by, asked_at, answered_with, answer, "
    "answered_at FROM supplement ";

core::Disposition disposition_of(const soci::row& row, std::string& subject) {
  core::Disposition said;
  std::string code;
  row >> subject >> said.version >> code >> said.reason >> said.actor >> said.at;
  said.code = core::disposition_code_of(code).value();  // the table allows these words only
  return said;
}

core::Supplement supplement_of(const soci::row& row) {
  core::Supplement one;
  long long id = 0;
  long long answered_with = 0;
  row >> id >> one.subject >> one.material >> one.ask >> one.due >> one.state >> one.asked_by >>
      one.asked_at >> answered_with >> one.answer >> one.answered_at;
  one.id = id;
  one.answered_with = answered_with;
  return one;
}

core::Statement statement_of(const soci::row& row) {
  core::Statement one;
  long long id = 0;
  long long answers = 0;
  row >> id >> one.subject >> one.kind >> answers >> one.text >> one.actor >> one.at;
  one.id = id;
  one.answers = answers;
  return one;
}

core::Proof proof_of(const soci::row& row) {
  core::Proof one;
  long long id = 0;
  row >> id >> one.subject >> one.kind >> one.on >> one.place >> one.people >> one.text >>
      one.material >> one.page >> one.actor >> one.at;
  one.id = id;
  return one;
}

// The veto that confirms the newest disposition, where there is one.
void add_vetoes(soci::session& sql, const std::string& entry, std::vector<core::Review>& reviews) {
  const soci::rowset<soci::row> rows =
      (sql.prepare << "SELECT subject, version, proposed_by, confirmed_by, proof, at FROM veto "
                      "WHERE entry = :entry",
       soci::use(entry));
  for (const soci::row& row : rows) {
    std::string subject;
    core::Veto veto;
    long long proof = 0;
    row >> subject >> veto.version >> veto.proposed_by >> veto.confirmed_by >> proof >> veto.at;
    veto.evidence = proof;
    for (core::Review& review : reviews) {
      if (review.subject == subject && review.disposition.version == veto.version) {
        review.veto = veto;
      }
    }
  }
}

core::Disposition newest_of(soci::session& sql, const std::string& entry,
                            const std::string& subject) {
  soci::row row;
  sql << kDispositions
      << "WHERE entry = :entry AND subject = :subject ORDER BY version DESC LIMIT 1",
      soci::use(entry), soci::use(subject), soci::into(row);
  if (!sql.got_data()) return {};
  std::string ignored;
  return disposition_of(row, ignored);
}

tl::unexpected<core::Error> somebody_was_faster() {
  return fail(ErrorCode::conflict,
              {"别人刚刚改过这一项，请看过新的内容后再处置。",
               "Somebody has just changed this; look at it and decide again."});
}

tl::unexpected<core::Error> wrong(const core::Bilingual& message) {
  return fail(ErrorCode::usage, message);
}

bool blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

Result<void> check_texts(std::initializer_list<const std::string*> texts) {
  for (const std::string* text : texts) {
    if (auto good = storable(*text); !good) return good;
  }
  return {};
}

void tell(soci::session& sql, const std::string& entry, const std::string& type, const json& data,
          const std::string& actor) {
  write_event(sql, {0, {}, entry, type, data.dump(), actor, {}});
}

}  // namespace

struct Reviews::State {
  std::unique_ptr<Sessions> sessions;

  Result<core::Supplement> close(const std::string& entry, std::int64_t id,
                                 const core::Supplement& as, const std::string& actor);
};

Reviews::Reviews(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reviews::~Reviews() = default;

Result<std::unique_ptr<Reviews>> Reviews::open(const std::string& connection) {
  auto sessions = open_migrated(connection);
  if (!sessions) return fail(sessions.error());
  return std::unique_ptr<Reviews>(
      new Reviews(std::make_unique<State>(State{std::move(*sessions)})));
}

Result<core::EntryReview> Reviews::of(const std::string& entry) {
  return state_->sessions->run([&](soci::session& sql) -> Result<core::EntryReview> {
    core::EntryReview all;
    {
      const soci::rowset<soci::row> rows =
          (sql.prepare << kNewest << "AND d.entry = :entry ORDER BY d.subject", soci::use(entry));
      for (const soci::row& row : rows) {
        core::Review& review = all.reviews.emplace_back();
        review.disposition = disposition_of(row, review.subject);
      }
    }
    add_vetoes(sql, entry, all.reviews);
    all.statements = all_of<core::Statement>(
        (sql.prepare << "SELECT id, subject, kind, answers, words, actor, at FROM statement "
                        "WHERE entry = :entry ORDER BY id",
         soci::use(entry)),
        statement_of);
    all.supplements = all_of<core::Supplement>(
        (sql.prepare << kSupplements << "WHERE entry = :entry ORDER BY id", soci::use(entry)),
        supplement_of);
    all.proofs = all_of<core::Proof>(
        (sql.prepare << "SELECT id, subject, kind, held_on, place, people, words, material, page, "
                        "actor, at FROM proof WHERE entry = :entry ORDER BY id",
         soci::use(entry)),
        proof_of);
    return all;
  });
}

Result<std::map<std::string, std::vector<core::Review>>> Reviews::newest() {
  using Newest = std::map<std::string, std::vector<core::Review>>;
  return state_->sessions->run([&](soci::session& sql) -> Result<Newest> {
    Newest all;
    {
      const soci::rowset<soci::row> rows = (sql.prepare << kNewest);
      for (const soci::row& row : rows) {
        core::Review review;
        review.disposition = disposition_of(row, review.subject);
        all[row.get<std::string>(6)].push_back(std::move(review));
      }
    }
    for (auto& [entry, reviews] : all) add_vetoes(sql, entry, reviews);
    return all;
  });
}

Result<std::vector<core::Disposition>> Reviews::history(const std::string& entry,
                                                        const std::string& subject) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<core::Disposition>> {
    std::vector<core::Disposition> all;
    std::string ignored;
    const soci::rowset<soci::row> rows =
        (sql.prepare << kDispositions
                     << "WHERE entry = :entry AND subject = :subject ORDER BY version",
         soci::use(entry), soci::use(subject));
    for (const soci::row& row : rows) all.push_back(disposition_of(row, ignored));
    return all;
  });
}

Result<core::Disposition> Reviews::dispose(const std::string& entry, const std::string& subject,
                                           const core::Disposition& said) {
  if (auto good = check_texts({&entry, &subject, &said.reason, &said.actor}); !good) {
    return fail(good.error());
  }
  if (said.code != core::DispositionCode::pending && blank(said.reason)) {
    return wrong({"请写明理由。", "Say the reason."});
  }
  return state_->sessions->write([&](soci::session& sql) -> Result<core::Disposition> {
    if (newest_of(sql, entry, subject).version != said.version) return somebody_was_faster();
    core::Disposition next = said;
    next.version = said.version + 1;
    next.at = utc_now();
    const std::string code(core::word(next.code));
    sql << "INSERT INTO disposition (entry, subject, version, code, reason, actor, at) "
           "VALUES (:entry, :subject, :version, :code, :reason, :actor, :at)",
        soci::use(entry), soci::use(subject), soci::use(next.version), soci::use(code),
        soci::use(next.reason), soci::use(next.actor), soci::use(next.at);
    tell(sql, entry, "review.disposed",
         {{"subject", subject}, {"version", next.version}, {"code", code}}, next.actor);
    return next;
  });
}

Result<core::Veto> Reviews::confirm(const std::string& entry, const std::string& subject,
                                    const core::Veto& given) {
  return state_->sessions->write([&](soci::session& sql) -> Result<core::Veto> {
    const core::Disposition newest = newest_of(sql, entry, subject);
    if (newest.version != given.version || newest.code != core::DispositionCode::upheld) {
      return somebody_was_faster();
    }
    if (newest.actor == given.confirmed_by) {
      return wrong({"一票否决须由另一人复核。", "A veto is confirmed by another person."});
    }
    const long long proof = given.evidence;
    int known = 0;
    sql << "SELECT count(*) FROM proof WHERE id = :id AND entry = :entry AND subject = :subject",
        soci::use(proof), soci::use(entry), soci::use(subject), soci::into(known);
    if (known != 1) return wrong({"一票否决须有证据。", "A veto needs evidence."});
    int before = 0;
    sql << "SELECT count(*) FROM veto WHERE entry = :entry AND subject = :subject AND version = "
           ":version",
        soci::use(entry), soci::use(subject), soci::use(given.version), soci::into(before);
    if (before != 0) return somebody_was_faster();
    const core::Veto veto{newest.version, newest.actor, given.confirmed_by, given.evidence,
                          utc_now()};
    sql << "INSERT INTO veto (entry, subject, version, code, proposed_by, confirmed_by, proof, at) "
           "VALUES (:entry, :subject, :version, 'upheld', :proposed, :confirmed, :proof, :at)",
        soci::use(entry), soci::use(subject), soci::use(veto.version), soci::use(veto.proposed_by),
        soci::use(veto.confirmed_by), soci::use(proof), soci::use(veto.at);
    tell(sql, entry, "review.vetoed",
         {{"subject", subject}, {"version", veto.version}, {"proof", proof}}, veto.confirmed_by);
    return veto;
  });
}

Result<core::Proof> Reviews::add(const std::string& entry, core::Proof proof) {
  if (auto good = check_texts({&entry, &proof.subject, &proof.on, &proof.place, &proof.people,
                               &proof.text, &proof.material});
      !good) {
    return fail(good.error());
  }
  if (blank(proof.text) || (proof.kind != "page" && blank(proof.on))) {
    return wrong({"请写明日期和内容。", "Say the day and what it shows."});
  }
  return state_->sessions->write([&](soci::session& sql) -> Result<core::Proof> {
    proof.id = next_number(sql, "proof");
    proof.at = utc_now();
    const long long id = proof.id;
    sql << "INSERT INTO proof (id, entry, subject, kind, held_on, place, people, words, material, "
           "page, actor, at) VALUES (:id, :entry, :subject, :kind, :held_on, :place, :people, "
           ":words, :material, :page, :actor, :at)",
        soci::use(id), soci::use(entry), soci::use(proof.subject), soci::use(proof.kind),
        soci::use(proof.on), soci::use(proof.place), soci::use(proof.people), soci::use(proof.text),
        soci::use(proof.material), soci::use(proof.page), soci::use(proof.actor),
        soci::use(proof.at);
    tell(sql, entry, "review.evidence",
         {{"subject", proof.subject}, {"proof", id}, {"kind", proof.kind}}, proof.actor);
    return proof;
  });
}

Result<core::Statement> Reviews::say(const std::string& entry, core::Statement statement) {
  if (auto good = check_texts({&entry, &statement.subject, &statement.text}); !good) {
    return fail(good.error());
  }
  if (blank(statement.text)) return wrong({"请写明内容。", "Say something."});
  return state_->sessions->write([&](soci::session& sql) -> Result<core::Statement> {
    const long long answers = statement.answers;
    if (statement.kind == "answer") {
      int known = 0;
      sql << "SELECT count(*) FROM statement WHERE id = :id AND entry = :entry AND subject = "
             ":subject AND kind <> 'answer'",
          soci::use(answers), soci::use(entry), soci::use(statement.subject), soci::into(known);
      if (known != 1) return wrong({"没有要答复的说明或异议。", "There is nothing to answer."});
    }
    statement.id = next_number(sql, "statement");
    statement.at = utc_now();
    const long long id = statement.id;
    sql << "INSERT INTO statement (id, entry, subject, kind, answers, words, actor, at) "
           "VALUES (:id, :entry, :subject, :kind, :answers, :words, :actor, :at)",
        soci::use(id), soci::use(entry), soci::use(statement.subject), soci::use(statement.kind),
        soci::use(answers), soci::use(statement.text), soci::use(statement.actor),
        soci::use(statement.at);
    tell(sql, entry, "review.said",
         {{"subject", statement.subject}, {"statement", id}, {"kind", statement.kind}},
         statement.actor);
    return statement;
  });
}

Result<core::Supplement> Reviews::ask(const std::string& entry, core::Supplement supplement) {
  if (auto good = check_texts(
          {&entry, &supplement.subject, &supplement.material, &supplement.ask, &supplement.due});
      !good) {
    return fail(good.error());
  }
  if (blank(supplement.ask) || supplement.due.size() != 10) {
    return wrong({"请写明要求和期限。", "Say what is asked for and until when."});
  }
  return state_->sessions->write([&](soci::session& sql) -> Result<core::Supplement> {
    supplement.id = next_number(sql, "supplement");
    supplement.state = "open";
    supplement.asked_at = utc_now();
    const long long id = supplement.id;
    sql << "INSERT INTO supplement (id, entry, subject, material, ask, due, state, asked_by, "
           "asked_at, answered_with, answer, answered_at) VALUES (:id, :entry, :subject, "
           ":material, :ask, :due, 'open', :by, :at, 0, '', '')",
        soci::use(id), soci::use(entry), soci::use(supplement.subject),
        soci::use(supplement.material), soci::use(supplement.ask), soci::use(supplement.due),
        soci::use(supplement.asked_by), soci::use(supplement.asked_at);
    tell(sql, entry, "supplement.asked",
         {{"supplement", id}, {"subject", supplement.subject}, {"due", supplement.due}},
         supplement.asked_by);
    return supplement;
  });
}

Result<std::vector<core::Supplement>> Reviews::open_supplements(const std::string& entry) {
  return state_->sessions->run([&](soci::session& sql) -> Result<std::vector<core::Supplement>> {
    if (entry.empty()) {
      return all_of<core::Supplement>(
          (sql.prepare << kSupplements << "WHERE state = 'open' ORDER BY id"), supplement_of);
    }
    return all_of<core::Supplement>(
        (sql.prepare << kSupplements << "WHERE entry = :entry AND state = 'open' ORDER BY id",
         soci::use(entry)),
        supplement_of);
  });
}

Result<core::Supplement> Reviews::answer(const std::string& entry, std::int64_t id,
                                         std::int64_t material, const std::string& text,
                                         const std::string& actor) {
  if (auto good = storable(text); !good) return fail(good.error());
  if (material == 0 && blank(text)) {
    return wrong({"请提交新的材料，或写明情况。", "Send a new file, or say how things are."});
  }
  core::Supplement as;
  as.state = "answered";
  as.answered_with = material;
  as.answer = text;
  return state_->close(entry, id, as, actor);
}

Result<core::Supplement> Reviews::withdraw(const std::string& entry, std::int64_t id,
                                           const std::string& actor) {
  core::Supplement as;
  as.state = "withdrawn";
  return state_->close(entry, id, as, actor);
}

Result<core::Supplement> Reviews::State::close(const std::string& entry, std::int64_t number,
                                               const core::Supplement& as,
                                               const std::string& actor) {
  return sessions->write([&](soci::session& sql) -> Result<core::Supplement> {
    const long long id = number;
    soci::row row;
    sql << kSupplements << "WHERE id = :id AND entry = :entry", soci::use(id), soci::use(entry),
        soci::into(row);
    if (!sql.got_data()) {
      return fail(ErrorCode::not_found, {"没有这份补正通知。", "There is no such request."});
    }
    core::Supplement one = supplement_of(row);
    if (one.state != "open") {
      return fail(ErrorCode::conflict,
                  {"这份补正通知已经答复或撤回。", "The request was answered or withdrawn."});
    }
    one.state = as.state;
    one.answered_with = as.answered_with;
    one.answer = as.answer;
    if (one.state == "answered") one.answered_at = utc_now();
    const long long with = one.answered_with;
    sql << "UPDATE supplement SET state = :state, answered_with = :with, answer = :answer, "
           "answered_at = :at WHERE id = :id",
        soci::use(one.state), soci::use(with), soci::use(one.answer), soci::use(one.answered_at),
        soci::use(id);
    json data = {{"supplement", id}};
    if (with != 0) data["material"] = with;
    tell(sql, entry, "supplement." + one.state, data, actor);
    return one;
  });
}

}  // namespace jianzhen::store
