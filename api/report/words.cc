#include "api/report/words.h"

#include <array>
#include <span>

namespace jianzhen::api {
namespace {

struct Shown {
  std::string_view word;
  core::Bilingual text;
};

const std::array kKinds = {
    Shown{"application", {"项目申报书", "application"}},
    Shown{"business_licence", {"基本资质", "basic qualification"}},
    Shown{"responsibility_statement", {"申报主体责任声明", "responsibility statement"}},
    Shown{"entry_commitment", {"参赛承诺书", "entry commitment"}},
    Shown{"audit_report", {"财务审计报告", "audit report"}},
    Shown{"credit_report", {"信用情况", "credit report"}},
    Shown{"project_qualification", {"项目资质证明", "qualification"}},
    Shown{"case_proof", {"应用案例证明", "proof of a case"}},
    Shown{"patent_certificate", {"专利证书", "patent"}},
    Shown{"software_copyright", {"软件著作权", "software copyright"}},
    Shown{"trademark_certificate", {"商标注册证", "trademark"}},
    Shown{"introduction", {"介绍材料", "introduction"}},
    Shown{"video", {"视频", "video"}},
    Shown{"model", {"模型", "model"}},
    Shown{"collection", {"材料合集", "collection"}},
    Shown{"other", {"其他材料", "other"}},
};

const std::array kRelations = {
    Shown{"self", {"本单位", "the applicant's own"}},
    Shown{"former_name", {"曾用名", "former name"}},
    Shown{"partner", {"联合体成员", "partner"}},
    Shown{"branch", {"分公司", "branch"}},
    Shown{"subsidiary", {"子公司", "subsidiary"}},
    Shown{"parent", {"母公司", "parent"}},
    Shown{"holding", {"控股公司", "holding company"}},
    Shown{"affiliate", {"同一集团", "affiliate"}},
    Shown{"unrelated", {"其他单位", "another unit"}},
    Shown{"unknown", {"未读出", "not read"}},
};

const std::array kErrors = {
    Shown{"encrypted", {"已加密", "encrypted"}},
    Shown{"corrupt", {"已损坏", "damaged"}},
    Shown{"unsafe", {"不安全", "unsafe"}},
    Shown{"unsupported", {"不支持的格式", "unsupported"}},
    Shown{"timeout", {"处理超时", "took too long"}},
    Shown{"memory", {"内存超限", "needed too much memory"}},
    Shown{"crash", {"识读中断", "the reader crashed"}},
    Shown{"empty", {"空文件", "empty"}},
};

const std::string& shown(std::span<const Shown> table, std::string_view word, core::Lang lang) {
  for (const Shown& row : table) {
    if (row.word == word) return core::in(row.text, lang);
  }
  static const core::Bilingual kOther{"其他", "other"};
  return core::in(kOther, lang);
}

}  // namespace

const std::string& kind_shown(std::string_view kind, core::Lang lang) {
  return shown(kKinds, kind, lang);
}

const std::string& relation_shown(std::string_view relation, core::Lang lang) {
  return shown(kRelations, relation, lang);
}

const std::string& local_shown(core::Lang lang) {
  static const core::Bilingual kLocal{"本机用户", "the person at this machine"};
  return core::in(kLocal, lang);
}

const std::string& error_shown(core::ErrorCode code, core::Lang lang) {
  static const core::Bilingual kUnreadable{"无法读取", "could not be read"};
  const std::string_view word = core::kind_of(code).word;
  for (const Shown& row : kErrors) {
    if (row.word == word) return core::in(row.text, lang);
  }
  return core::in(kUnreadable, lang);
}

}  // namespace jianzhen::api
