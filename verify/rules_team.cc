// 六（一）2: at most five representatives, and nobody in two teams.

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"
#include "verify/codes.h"
#include "verify/rules.h"

namespace jianzhen::verify {
namespace {

// One person written down twice is one person.
std::size_t heads(const core::Entry& entry) {
  std::set<std::string> people;
  for (const core::Representative& person : entry.representatives) {
    const std::string number = normalized_code(person.id_number);
    people.insert(name_key(person.name) + " " + number);
  }
  return people.size();
}

std::string names(const core::Entry& entry) {
  std::string text;
  for (const core::Representative& person : entry.representatives) {
    text += (text.empty() ? "" : "、") + person.name;
  }
  return text;
}

// What stands over the columns of a list of people, and in them beside the names.
constexpr std::array<std::string_view, 26> kHeadings = {
    "姓名", "职务", "职称", "签字", "签名",   "电话", "单位",   "学历", "专业",
    "经理", "主任", "教授", "总监", "工程师", "博士", "研究员", "队长", "组长",
    "成员", "代表", "负责", "主管", "总裁",   "董事", "院长",   "日期"};

std::vector<std::string> people_of(const Value& list) {
  std::vector<std::string> people;
  std::string_view rest = list.text;
  static constexpr std::string_view kBetween = "、";
  while (!rest.empty()) {
    const std::size_t end = rest.find(kBetween);
    const std::string_view name = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + kBetween.size());
    const bool heading = std::ranges::any_of(kHeadings, [&](std::string_view word) {
      return name.find(word) != std::string_view::npos;
    });
    if (!heading) people.emplace_back(name);
  }
  return people;
}

// The most frequent family names: what begins otherwise is as likely a piece of another word.
constexpr std::u32string_view kFamilyNames =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    U"吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    U"严"
    U"覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚"
    U"符"
    U"舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时"
    U"穆"
    U"农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋"
    U"商"
    U"刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";

constexpr std::array<std::u32string_view, 20> kCompoundNames = {
    U"欧阳", U"司马", U"上官", U"诸葛", U"东方", U"皇甫", U"尉迟", U"公孙", U"慕容", U"令狐",
    U"宇文", U"长孙", U"夏侯", U"轩辕", U"澹台", U"呼延", U"端木", U"南宫", U"独孤", U"司徒"};

// Of a list that is sure to be one of people (`listed`), any name of two to six letters is one:
// 仝书, 买买提江. Elsewhere what begins with no usual family name is a piece of other words.
bool is_persons_name(std::string_view name, bool listed) {
  const std::u32string letters = core::to_utf32(name);
  constexpr std::size_t kLongest = 6;
  constexpr std::size_t kLongestHan = 4;
  if (letters.size() < 2 || letters.size() > (listed ? kLongest : kLongestHan)) return false;
  if (listed) return std::ranges::all_of(letters, core::is_han);
  return kFamilyNames.find(letters.front()) != std::u32string_view::npos ||
         std::ranges::any_of(kCompoundNames, [&](std::u32string_view family) {
           return letters.starts_with(family);
         });
}

// A picture may cost one character of a name, and a name set wide is read in pieces.
bool same_person(const std::string& registered, const std::string& printed, bool ocr) {
  const std::u32string a = core::to_utf32(name_key(registered));
  const std::u32string b = core::to_utf32(name_key(printed));
  if (a == b) return true;
  if (b.size() >= 2 && a.find(b) != std::u32string::npos) return true;
  if (!ocr || a.size() != b.size()) return false;
  std::size_t differ = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differ += a[i] != b[i];
  return differ <= 1;
}

// Who is printed and not registered; nobody where the list may not be one of representatives.
std::vector<std::string> strangers(const core::Entry& form, const JudgedPaper& paper,
                                   const Value& list) {
  std::vector<std::string> unknown;
  const std::vector<std::string> printed = people_of(list);
  const bool trusted = paper.kind && paper.kind->signed_by == "applicant";
  const bool listed = trusted && !list.evidence.ocr;
  for (const std::string& name : printed) {
    const bool known = std::ranges::any_of(form.representatives, [&](const auto& person) {
      return same_person(person.name, name, list.evidence.ocr);
    });
    if (!known && is_persons_name(name, listed)) unknown.push_back(name);
  }
  // A list that names none of them, or that was read from a picture in pieces, is no list of
  // representatives.
  const bool names_nobody = unknown.size() == printed.size();
  if (names_nobody && !listed) return {};
  return unknown;
}

}  // namespace

void check_team_size(const Subject& subject, Findings& findings) {
  const std::size_t count = heads(subject.form());
  const auto max = static_cast<std::size_t>(subject.contest.max_representatives);
  if (count <= max) return;
  findings.add(
      {.id = "team.too_many",
       .evidence = names(subject.form()),
       .values = {{"count", same(std::to_string(count))}, {"max", same(std::to_string(max))}}});
}

void check_printed_representatives(const Subject& subject, Findings& findings) {
  if (subject.form().representatives.empty()) return;
  for (const JudgedPaper& paper : subject.entry.papers) {
    const Value* list = paper.field("representatives");
    if (!list || !paper.paper->readable) continue;
    for (const std::string& name : strangers(subject.form(), paper, *list)) {
      findings.add(paper, {.id = "team.mismatch",
                           .place = list->evidence.place,
                           .entity = core::Unit{name, {}},
                           .evidence = list->evidence.words,
                           .expected = names(subject.form()),
                           .values = {{"name", same(name)}}});
    }
  }
}

void check_several_projects(const Subject& subject, Findings& findings) {
  for (const std::size_t other : subject.together.same_team(subject.index)) {
    const std::string& id = subject.together.id(other);
    findings.add({.id = "team.several_projects",
                  .evidence = subject.form().team_name,
                  .values = {{"team", same(subject.form().team_name)}, {"other", same(id)}},
                  .other_entry = id});
  }
}

void check_shared_representatives(const Subject& subject, Findings& findings) {
  for (const SharedPerson& person : subject.together.people(subject.index)) {
    const bool sure = person.same_number;
    const std::string& other = subject.together.id(person.other);
    findings.add({.id = sure ? "team.shared_representative" : "team.shared_representative/name",
                  .at_most = sure ? core::Severity::violation : core::Severity::suspicion,
                  .entity = core::Unit{person.name, {}},
                  .evidence = person.name + (person.masked.empty() ? "" : " " + person.masked),
                  .values = {{"name", same(person.name)}, {"other", same(other)}},
                  .other_entry = other});
  }
}

}  // namespace jianzhen::verify
