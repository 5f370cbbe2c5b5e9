// The report of one entry. It says what was found and what people made of it; a breach is nobody's
// word here but a ruling's.

#include <algorithm>
#include <array>

#include "api/report/dossier.h"
#include "api/report/paper.h"
#include "api/report/words.h"

namespace jianzhen::api {
namespace {

using core::Bilingual;
using core::Lang;
using core::Severity;

constexpr std::size_t kMostPassages = 12;  // of one head; the workbench has all
constexpr TextStyle kRunning{.size = 12, .first_line = 2, .space_after = 6};
constexpr TextStyle kSmall{.size = 10.5, .ink = kFaintInk, .first_line = 2, .space_after = 8};

// Red only for a veto finding, amber for "a person must look", green for what was checked.
const Ink& ink_of(Severity severity) {
  static constexpr std::array kInks = {kGreen, kFaintInk, kAmber, kRed};
  return kInks[static_cast<std::size_t>(severity)];
}

std::string number(std::size_t n) { return std::to_string(n); }

class EntryReport {
 public:
  EntryReport(const Dossier& dossier, const verify::Contest& contest, Lang lang,
              const PagePicture& picture)
      : d_(dossier), contest_(contest), lang_(lang), picture_(picture) {
    for (std::size_t i = 0; i < d_.report.findings.size(); ++i) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return d_.report.findings[a].severity > d_.report.findings[b].severity;
    });
  }

  void write(Paper& paper) {
    put_title(paper);
    put_result(paper);
    put_findings(paper);
    put_heads(paper);
    put_supplements(paper);
    put_signatures(paper);
    put_materials(paper);
  }

  std::string say(const Bilingual& text) const { return core::in(text, lang_); }

 private:
  void put_title(Paper& paper);
  void put_result(Paper& paper);
  void put_findings(Paper& paper);
  void put_finding(Paper& paper, std::size_t place, std::size_t index);
  void put_heads(Paper& paper);
  void put_supplements(Paper& paper);
  void put_materials(Paper& paper);
  void put_signatures(Paper& paper);
  void section(Paper& paper, const Bilingual& title, bool numbered = true);
  void add_review(const core::Review* review, const std::string& subject,
                  std::vector<Field>& fields) const;
  void put_picture(Paper& paper, const core::Finding& finding) const;
  std::string place_of(const std::string& material, const core::Place& place) const;
  std::string clause_of(const std::string& id) const;
  std::string hash_of(const std::string& path) const;
  std::string kind_of(const std::string& kind) const;

  const Dossier& d_;
  const verify::Contest& contest_;
  Lang lang_;
  const PagePicture& picture_;
  std::vector<std::size_t> order_;  // of the findings, gravest first
  int sections_ = 0;
};

std::string EntryReport::place_of(const std::string& material, const core::Place& place) const {
  if (material.empty()) return say({"整个参赛项目", "the whole entry"});
  if (place.time) {
    const auto seconds = static_cast<long>(*place.time);
    const std::string rest = number(static_cast<std::size_t>(seconds % 60));
    return material + " " + std::to_string(seconds / 60) + ":" + (rest.size() < 2 ? "0" : "") +
           rest;
  }
  if (place.page <= 0) return material;
  const std::string page = std::to_string(place.page);
  return material + say({" 第 " + page + " 页", ", page " + page});
}

std::string EntryReport::clause_of(const std::string& id) const {
  const verify::Clause* clause = contest_.clause(id);
  return clause == nullptr ? id : id + say({"　", "  "}) + clause->text;
}

std::string EntryReport::hash_of(const std::string& path) const {
  for (const core::Material& material : d_.report.materials) {
    if (material.path == path) return material.sha256.hex();
  }
  return {};
}

std::string EntryReport::kind_of(const std::string& kind) const {
  const verify::MaterialKind* known = contest_.kind(kind);
  return known == nullptr ? kind_shown(kind, lang_) : say(known->title);
}

void EntryReport::section(Paper& paper, const Bilingual& title, bool numbered) {
  static constexpr std::array kNumbers = {"一、", "二、", "三、", "四、", "五、", "六、", "七、"};
  Bilingual whole = title;
  if (numbered) {
    whole.zh.insert(0, kNumbers[static_cast<std::size_t>(sections_)]);
    whole.en.insert(0, std::to_string(++sections_) + ". ");
  }
  paper.keep_together(110);
  paper.gap(8);
  paper.text(say(whole), {.size = 16, .face = Face::hei, .space_after = 5});
}

void EntryReport::put_title(Paper& paper) {
  paper.text(contest_.title, {.size = 13, .ink = kFaintInk, .centred = true, .space_after = 4});
  paper.text(say({"技术核查报告", "Verification report"}),
             {.size = 22, .bold = true, .centred = true, .space_after = 14});
  const core::Entry& entry = d_.entry;
  const verify::Track* track = contest_.track(entry.project.track);
  std::string topic = entry.project.track;
  if (entry.project.topic) {
    topic += say({" · 赛题 ", " · topic "}) + std::to_string(*entry.project.topic);
    for (const verify::Topic& one : track ? track->topics : std::vector<verify::Topic>()) {
      if (one.number == *entry.project.topic) topic += " " + one.title;
    }
  }
  std::string partners;
  for (const core::Unit& partner : entry.partners) {
    partners += (partners.empty() ? "" : "；") + partner.name +
                (partner.uscc.empty() ? "" : "（" + partner.uscc + "）");
  }
  const std::array fields = {
      Field{say({"办件编号", "Entry"}), entry.id},
      Field{say({"参赛项目", "Project"}), entry.project.name},
      Field{say({"赛道赛题", "Track, topic"}), topic},
      Field{say({"参赛单位", "Applicant"}), d_.report.applicant.name},
      Field{say({"信用代码", "Credit code"}), d_.report.applicant.uscc},
      Field{say({"合作单位", "Partners"}), partners},
      Field{say({"参赛团队", "Team"}), entry.team_name},
      Field{say({"核查依据", "By"}), contest_.document},
  };
  paper.fields(fields);
}

void EntryReport::put_result(Paper& paper) {
  section(paper, {"核查情况", "What was checked"});
  const Handled veto = handled(d_, Severity::violation);
  const Handled ask = handled(d_, Severity::suspicion);
  const Handled tell = handled(d_, Severity::notice);
  const auto n = [](int count) { return std::to_string(count); };
  const std::string files = number(d_.report.materials.size());
  std::string zh = "对提交的 " + files + " 份材料逐页识读、核对。";
  std::string en = "The " + files + " materials were read and checked page by page. ";
  if (veto.all + ask.all == 0) {
    zh += "未发现疑点";
    en += "Nothing in question was found";
  } else {
    zh += "发现疑点 " + n(veto.all + ask.all) + " 项：否决项疑点 " + n(veto.all) + " 项，需核实 " +
          n(ask.all) + " 项";
    en += "In question: " + n(veto.all) + " veto findings, " + n(ask.all) + " to be checked";
  }
  if (tell.all > 0) {
    zh += "；另有提示 " + n(tell.all) + " 项";
    en += "; " + n(tell.all) + " notices besides";
  }
  const int waiting = veto.waiting + ask.waiting;
  if (veto.all + ask.all > 0) {
    zh += "。经核查人员处置：成立 " + n(veto.upheld + ask.upheld) + " 项，不成立 " +
          n(veto.dismissed + ask.dismissed) + " 项，尚待处置 " + n(waiting) + " 项";
    en += ". Of these " + n(veto.upheld + ask.upheld) + " were upheld, " +
          n(veto.dismissed + ask.dismissed) + " dismissed, " + n(waiting) + " are open";
  }
  if (veto.vetoes > 0) {
    zh += "；其中一票否决意见经两人复核 " + n(veto.vetoes) + " 项";
    en += "; " + n(veto.vetoes) + " vetoes were confirmed by a second person";
  }
  paper.text(say({zh + "。", en + "."}), kRunning);
  paper.text(
      say({"疑点由系统依通知条款提出，列明所读文字、页码与依据，供核查人员判断；是否成立以核查人员"
           "处"
           "置意见为准，资格与成绩的处理由分赛组委会裁定。",
           "Findings are the machine's questions, with the words read, the page and the "
           "basis. Whether one holds is for the verifiers to say; what follows from it is for "
           "the committee to rule."}),
      kSmall);
}

void EntryReport::put_findings(Paper& paper) {
  section(paper, {"疑点与处置", "Findings and dispositions"});
  if (order_.empty()) paper.text(say({"未发现疑点。", "Nothing was found."}), kRunning);
  std::size_t place = 0;
  for (const std::size_t index : order_) put_finding(paper, ++place, index);
}

void EntryReport::add_review(const core::Review* review, const std::string& subject,
                             std::vector<Field>& fields) const {
  const TextStyle strong{.size = 11, .face = Face::hei};
  const TextStyle plain{.size = 11};
  if (review == nullptr || review->disposition.version == 0) {
    fields.push_back({say({"处置意见", "Disposition"}),
                      say({"尚未处置", "none yet"}),
                      {.size = 11, .ink = kFaintInk}});
  } else {
    const core::Disposition& said = review->disposition;
    fields.push_back({say({"处置意见", "Disposition"}), say(core::shown(said.code)), strong});
    fields.push_back({say({"理由", "Reason"}), said.reason, plain});
    fields.push_back({say({"处置人", "By"}), said.actor + "　" + shown_time(said.at), plain});
    if (review->veto) {
      fields.push_back({say({"双人复核", "Confirmed by"}),
                        review->veto->confirmed_by + "　" + shown_time(review->veto->at) +
                            say({"　一票否决意见，证据 ", "  veto, evidence "}) +
                            std::to_string(review->veto->evidence),
                        strong});
    }
  }
  static const std::array kSaid = {
      std::pair{"explanation", Bilingual{"单位说明", "Explanation"}},
      std::pair{"objection", Bilingual{"单位异议", "Objection"}},
      std::pair{"answer", Bilingual{"核查答复", "Answer"}},
  };
  for (const core::Statement& one : d_.review.statements) {
    if (one.subject != subject) continue;
    const auto* label = std::find_if(kSaid.begin(), kSaid.end(),
                                     [&](const auto& row) { return row.first == one.kind; });
    if (label == kSaid.end()) continue;
    fields.push_back({say(label->second),
                      one.text + "（" + one.actor + "，" + shown_time(one.at) + "）", plain});
  }
  for (const core::Proof& proof : d_.review.proofs) {
    if (proof.subject != subject || proof.kind == "page") continue;
    const bool visit = proof.kind == "site_visit";
    std::string text = proof.on;
    for (const std::string* part : {&proof.place, &proof.people, &proof.text, &proof.material}) {
      if (!part->empty()) text += "　" + *part;
    }
    fields.push_back({visit ? say({"线下调研", "Site visit"}) : say({"线上承诺", "Commitment"}),
                      number(static_cast<std::size_t>(proof.id)) + "：" + text, plain});
  }
}

void EntryReport::put_picture(Paper& paper, const core::Finding& finding) const {
  if (finding.material.empty() || (finding.place.page <= 0 && !finding.place.time)) return;
  Crop crop;
  crop.jpeg = picture_(finding.material, finding.place);
  if (!crop.jpeg) return;
  crop.id = hash_of(finding.material) + "-" +
            (finding.place.time ? "t" + std::to_string(*finding.place.time)
                                : std::to_string(finding.place.page));
  crop.ink = ink_of(finding.severity);
  if (!finding.place.box) {
    crop.most_height = 170;  // the page as a whole
    paper.picture(crop);
    return;
  }
  // Enough around the words to see what they belong to; small ones are shown larger.
  const core::Box box = core::clamped(*finding.place.box);
  const double wide = std::clamp(box.width() * 1.5, 0.62, 1.0);
  const double tall = std::clamp(box.height() * 2, 0.17, 1.0);
  const double left = std::clamp(box.left - (wide - box.width()) / 2, 0.0, 1 - wide);
  const double top = std::clamp(box.top - (tall - box.height()) / 2, 0.0, 1 - tall);
  crop.window = {left, top, left + wide, top + tall};
  crop.boxes = {box};
  crop.most_height = 230;
  paper.picture(crop);
}

void EntryReport::put_finding(Paper& paper, std::size_t place, std::size_t index) {
  const core::Finding& finding = d_.report.findings[index];
  paper.heading(number(place) + ". " + say(core::shown(finding.severity)) + "　" +
                    place_of(finding.material, finding.place),
                ink_of(finding.severity), finding.place.box ? 250 : 190);
  put_picture(paper, finding);
  const TextStyle plain{.size = 11};
  const std::string basis = core::in(finding.basis, lang_);
  const std::string& message = core::in(finding.message, lang_);
  std::vector<Field> fields = {
      {say({"说明", "What"}), message, plain},
      {say({"读到", "Read"}), finding.evidence, plain},
      {say({"期望", "Expected"}), finding.expected, plain},
      // The sentence usually has it already.
      {say({"依据", "Basis"}), message.find(basis) == std::string::npos ? basis : "", plain},
      {say({"条款", "Clause"}), clause_of(finding.clause), plain},
      {say({"材料指纹", "SHA-256"}),
       hash_of(finding.material),
       {.size = 8, .face = Face::mono, .ink = kFaintInk}},
  };
  const std::string key = index < d_.keys.size() ? d_.keys[index] : "";
  add_review(review_of(d_, index), key, fields);
  paper.fields(fields);
  paper.gap(6);
}

void EntryReport::put_heads(Paper& paper) {
  if (d_.report.review_items.empty()) return;
  section(paper, {"须由人核实的事项", "What a person must verify"});
  for (const core::ReviewItem& item : d_.report.review_items) {
    paper.heading(say(item.title), kBlue, 90);
    std::vector<Field> fields = {{say({"条款", "Clause"}), clause_of(item.clause), {.size = 11}}};
    std::size_t shown = 0;
    for (const core::Passage& passage : item.passages) {
      if (++shown > kMostPassages) break;
      fields.push_back(
          {shown == 1 ? say({"材料所述", "The files say"}) : " ",
           passage.words + (passage.material.empty()
                                ? ""
                                : "（" + place_of(passage.material, passage.place) + "）"),
           {.size = 10.5}});
    }
    if (item.passages.empty()) {
      fields.push_back({say({"材料所述", "The files say"}),
                        say({"材料中没有找到相关表述", "nothing that speaks to it"}),
                        {.size = 10.5, .ink = kFaintInk}});
    }
    add_review(d_.review.of(item.id), item.id, fields);
    paper.fields(fields);
  }
}

void EntryReport::put_supplements(Paper& paper) {
  if (d_.review.supplements.empty()) return;
  section(paper, {"补正", "Supplements"});
  const std::array columns = {
      Column{say({"要求", "Asked"}), 5}, Column{say({"材料", "Material"}), 3},
      Column{say({"期限", "Due"}), 1.7}, Column{say({"结果", "Result"}), 3}};
  static const std::array kStates = {
      std::pair{"open", Bilingual{"待补正", "open"}},
      std::pair{"answered", Bilingual{"已补正", "answered"}},
      std::pair{"withdrawn", Bilingual{"已撤回", "withdrawn"}},
  };
  std::vector<std::vector<Cell>> rows;
  for (const core::Supplement& one : d_.review.supplements) {
    std::string state = one.state;
    for (const auto& [word, text] : kStates) {
      if (one.state == word) state = say(text);
    }
    if (!one.answered_at.empty()) state += " " + shown_time(one.answered_at);
    if (!one.answer.empty()) state += "：" + one.answer;
    rows.push_back({{one.ask + "（" + one.asked_by + "，" + shown_time(one.asked_at) + "）"},
                    {one.material},
                    {one.due},
                    {state}});
  }
  paper.table(columns, rows);
}

void EntryReport::put_materials(Paper& paper) {
  section(paper, {"附：材料清单", "Annex: materials"}, false);
  const std::array columns = {
      Column{say({"序号", "No."}), 0.9, Face::song, true},
      Column{say({"材料", "Material"}), 3.6},
      Column{say({"种类", "Kind"}), 2},
      Column{say({"所属单位与关系", "Owner, relation"}), 4.1},
      Column{say({"页数", "Pages"}), 0.9, Face::song, true},
      Column{"SHA-256", 3.0, Face::mono},
  };
  std::vector<std::vector<Cell>> rows;
  for (const core::Material& material : d_.report.materials) {
    Cell owner{"—", kFaintInk};
    if (material.error) {
      owner = {error_shown(material.error->code, lang_), kAmber};
    } else if (material.owner) {
      const bool own = material.owner->relation == "self";
      owner = {material.owner->unit.name +
                   (material.owner->unit.uscc.empty() ? "" : "\n" + material.owner->unit.uscc) +
                   "\n" + relation_shown(material.owner->relation, lang_),
               own ? kInk : kAmber};
    }
    rows.push_back({{number(rows.size() + 1)},
                    {material.path},
                    {kind_of(material.kind)},
                    owner,
                    {material.pages > 0 ? std::to_string(material.pages) : "—"},
                    {material.sha256.hex()}});
  }
  paper.table(columns, rows);
}

void EntryReport::put_signatures(Paper& paper) {
  paper.keep_together(96);
  paper.gap(18);
  const TextStyle line{.size = 12, .space_after = 10};
  paper.text(say({"核查人：＿＿＿＿＿＿＿＿＿＿　　　　复核人：＿＿＿＿＿＿＿＿＿＿",
                  "Verifier: ____________________        Second verifier: ____________________"}),
             line);
  paper.text(say({"　　　　　　　　　　　　　　　　　　　　　　　　　　年　　月　　日",
                  "Date: ____________________"}),
             line);
}

}  // namespace

std::string entry_report_pdf(const Dossier& dossier, const verify::Contest& contest, Lang lang,
                             const PagePicture& picture) {
  const bool zh = lang == Lang::zh;
  PaperSettings settings;
  settings.title = dossier.entry.id + (zh ? " 技术核查报告" : " verification report");
  settings.created = as_of({&dossier, 1}, contest);
  settings.footer = [&](int page, int pages) {
    const std::string n = std::to_string(page);
    const std::string all = std::to_string(pages);
    return dossier.entry.id +
           (zh ? "　第 " + n + " 页　共 " + all + " 页" : "   page " + n + " of " + all);
  };
  return paper_pdf(
      settings, [&](Paper& paper) { EntryReport(dossier, contest, lang, picture).write(paper); });
}

}  // namespace jianzhen::api
