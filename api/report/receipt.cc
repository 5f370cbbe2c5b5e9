#include "api/report/receipt.h"

#include <array>
#include <nlohmann/json.hpp>

#include "api/qr.h"
#include "api/report/dossier.h"
#include "api/report/paper.h"

namespace jianzhen::api {

using core::Lang;
using Json = nlohmann::json;

namespace {

constexpr double kModule = 2.4;  // points: a phone reads it from the paper
constexpr TextStyle kSmall{.size = 10, .ink = kFaintInk, .space_after = 8};
constexpr TextStyle kCaption{.size = 9.5, .ink = kFaintInk, .centred = true, .space_after = 10};

class ReceiptPaper {
 public:
  ReceiptPaper(const store::Submission& submission, const verify::Contest& contest, Lang lang)
      : receipt_(Json::parse(submission.receipt_json)),
        submission_(submission),
        contest_(contest),
        lang_(lang) {}

  std::string entry() const { return text_of("entry"); }
  std::string say(std::string zh, std::string en) const {
    return core::in({std::move(zh), std::move(en)}, lang_);
  }

  void write(Paper& paper) const {
    paper.text(contest_.title, {.size = 13, .ink = kFaintInk, .centred = true, .space_after = 4});
    paper.text(say("提交回执", "Receipt of submission"),
               {.size = 22, .bold = true, .centred = true, .space_after = 14});
    const std::array fields = {
        Field{say("办件编号", "Entry"), entry()},
        Field{say("参赛项目", "Project"), text_of("project")},
        Field{say("参赛单位", "Applicant"), text_of("applicant")},
        Field{say("提交时间", "Submitted"),
              shown_time(submission_.submitted_at) + say("（北京时间）", " (Beijing time)")},
        Field{say("文件", "Files"), std::to_string(receipt_["materials"].size())},
        Field{say("内容摘要", "Digest"), text_of("digest"), {.size = 9, .face = Face::mono}},
    };
    paper.fields(fields);
    paper.code(qr_code("JIANZHEN\n" + entry() + "\n" + submission_.submitted_at +
                       "\nsha256:" + text_of("digest")),
               kModule);
    paper.text(say("二维码含办件编号、提交时间（UTC）和内容摘要",
                   "The code holds the entry's number, the moment (UTC) and the digest"),
               kCaption);
    put_files(paper);
    paper.text(say("各文件的 SHA-256 由收到的字节算出：对您手中的文件计算 SHA-256，与表中一致即为"
                   "同一份"
                   "文件。内容摘要是登记信息与全部文件的 SHA-256。本回执只证明收到，不是审核结论。",
                   "Each SHA-256 was taken from the bytes that came: a file of yours that has the "
                   "same one is the same file. The digest is taken over the form and all files. "
                   "This says what was received, and nothing about its assessment."),
               kSmall);
  }

 private:
  std::string text_of(const char* name) const { return receipt_.value(name, std::string()); }

  void put_files(Paper& paper) const {
    const std::array columns = {
        Column{say("序号", "No."), 0.6, Face::song, true},
        Column{say("文件", "File"), 3},
        Column{say("字节", "Bytes"), 1.1, Face::song, true},
        Column{"SHA-256", 3.4, Face::mono},
    };
    std::vector<std::vector<Cell>> rows;
    for (const Json& one : receipt_["materials"]) {
      rows.push_back({{std::to_string(rows.size() + 1)},
                      {one.value("path", "")},
                      {std::to_string(one.value("bytes", std::uint64_t{0}))},
                      {one.value("sha256", "")}});
    }
    paper.table(columns, rows);
  }

  Json receipt_;
  const store::Submission& submission_;
  const verify::Contest& contest_;
  Lang lang_;
};

}  // namespace

std::string receipt_pdf(const store::Submission& submission, const verify::Contest& contest,
                        Lang lang) {
  const ReceiptPaper receipt(submission, contest, lang);
  PaperSettings settings;
  settings.title = receipt.entry() + receipt.say(" 提交回执", " receipt");
  settings.created = submission.submitted_at;
  settings.footer = [&](int page, int pages) {
    const std::string n = std::to_string(page);
    const std::string all = std::to_string(pages);
    return receipt.entry() +
           receipt.say("　第 " + n + " 页　共 " + all + " 页", "   page " + n + " of " + all);
  };
  return paper_pdf(settings, [&](Paper& paper) { receipt.write(paper); });
}

}  // namespace jianzhen::api
