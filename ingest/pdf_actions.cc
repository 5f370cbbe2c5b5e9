#include "ingest/qpdf_lint.h"  // first
//
#include <algorithm>
#include <array>
#include <new>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>
#include <string_view>

#include "ingest/pdf_actions.h"

namespace jianzhen::ingest {
namespace {

using core::Observation;
using core::ObservationKind;

constexpr int kNodes = 100'000;         // of an outline, a form, a chain of actions
constexpr std::size_t kNoticed = 1000;  // of one page, or of the whole file
constexpr int kAnnotationHidden = 2;    // flags of 12.5.3: Hidden, NoView
constexpr int kAnnotationNoView = 32;
constexpr const char* kNotAll = "some actions";

// Whether an action waits for a click. A web address behind a click is an ordinary link.
enum class Trigger { click, automatic };

struct Row {
  std::string_view type;  // of the action, 12.6.4.1
  ObservationKind kind;
  std::string_view detail;
  Trigger least;  // reported from this trigger on
};
constexpr std::array kActions = {
    Row{"/JavaScript", ObservationKind::active_content, "JavaScript", Trigger::click},
    Row{"/Launch", ObservationKind::active_content, "launch action", Trigger::click},
    Row{"/ImportData", ObservationKind::external_link, "data import", Trigger::click},
    Row{"/SubmitForm", ObservationKind::external_link, "form submission", Trigger::click},
    Row{"/GoToR", ObservationKind::external_link, "another file", Trigger::click},
    Row{"/URI", ObservationKind::external_link, "web address opened by itself", Trigger::automatic},
};

class Noticed {
 public:
  explicit Noticed(int page) : page_(page) {}

  void add(ObservationKind kind, std::string detail) {
    if (all_.size() >= kNoticed) {
      all_.back() = {ObservationKind::unseen, page_, kNotAll};
      return;
    }
    Observation one{kind, page_, std::move(detail)};
    if (std::ranges::find(all_, one) == all_.end()) all_.push_back(std::move(one));
  }

  // What is damaged costs itself, is said, and hides nothing else.
  template <typename Look>
  void look(Look look) {
    try {
      look();
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      add(ObservationKind::unseen, kNotAll);
    }
  }

  using Handles = std::vector<QPDFObjectHandle>;

  // Every node from `next` on that is not among `seen`: what should be a tree or a chain may run in
  // a ring. visit(node, next) adds to `next` what comes after the node.
  template <typename Visit>
  void walk(Handles next, std::set<QPDFObjGen>& seen, Visit visit) {
    for (int nodes = 0; !next.empty(); ++nodes) {
      if (nodes == kNodes) return add(ObservationKind::unseen, kNotAll);
      QPDFObjectHandle node = next.back();
      next.pop_back();
      if (node.isIndirect() && !seen.insert(node.getObjGen()).second) continue;
      if (node.isDictionary()) look([&] { visit(node, next); });
    }
  }

  // With those that follow it.
  void add_action(const QPDFObjectHandle& first, Trigger trigger) {
    std::set<QPDFObjGen>& seen = trigger == Trigger::click ? clicked_ : automatic_;
    walk({first}, seen, [&](QPDFObjectHandle& action, Handles& next) {
      QPDFObjectHandle type = action.getKey("/S");
      for (const Row& row : kActions) {
        const bool counts = trigger == Trigger::automatic || row.least == Trigger::click;
        if (counts && type.isName() && type.getName() == row.type) {
          add(row.kind, std::string(row.detail));
        }
      }
      if (action.hasKey("/JS")) add(ObservationKind::active_content, "JavaScript");
      append(action.getKey("/Next"), next);
    });
  }

  void add_additional_actions(QPDFObjectHandle owner, Trigger trigger) {
    QPDFObjectHandle actions = owner.getKeyIfDict("/AA");
    if (!actions.isDictionary()) return;
    for (const auto& key : actions.getKeys()) add_action(actions.getKey(key), trigger);
  }

  // Of the outline (12.3.3).
  void add_outline(const QPDFObjectHandle& outline) {
    std::set<QPDFObjGen> seen;
    walk({outline}, seen, [&](QPDFObjectHandle& item, Handles& next) {
      add_action(item.getKey("/A"), Trigger::click);
      next.push_back(item.getKey("/Next"));
      next.push_back(item.getKey("/First"));
    });
  }

  // Of the form (12.7.3): a field's actions hold for its widgets, and run without any.
  void add_fields(QPDFObjectHandle form) {
    Handles fields;
    append(form.getKeyIfDict("/Fields"), fields);
    std::set<QPDFObjGen> seen;
    walk(std::move(fields), seen, [&](QPDFObjectHandle& field, Handles& next) {
      add_action(field.getKey("/A"), Trigger::click);
      add_additional_actions(field, Trigger::click);
      append(field.getKey("/Kids"), next);
    });
  }

  void add_annotation(QPDFObjectHandle annotation) {
    if (!annotation.isDictionary()) return;
    add_action(annotation.getKey("/A"), Trigger::click);
    add_additional_actions(annotation, Trigger::click);
    QPDFObjectHandle type = annotation.getKey("/Subtype");
    if (type.isNameAndEquals("/FileAttachment")) {
      QPDFObjectHandle file = annotation.getKey("/FS");
      QPDFObjectHandle name = file.getKeyIfDict("/UF");
      if (!name.isString()) name = file.getKeyIfDict("/F");
      add(ObservationKind::attachment, name.isString() ? name.getUTF8Value() : "");
    }
    if (type.isNameAndEquals("/RichMedia") || type.isNameAndEquals("/Movie")) {
      add(ObservationKind::active_content, "media player");
    }
  }

  std::vector<Observation> take() { return std::move(all_); }

 private:
  static void append(QPDFObjectHandle one_or_many, Handles& to) {
    if (!one_or_many.isArray()) return to.push_back(one_or_many);
    for (int i = 0; i < one_or_many.getArrayNItems(); ++i) {
      to.push_back(one_or_many.getArrayItem(i));
    }
  }

  int page_;
  std::vector<Observation> all_;
  std::set<QPDFObjGen> clicked_;  // actions that were looked at
  std::set<QPDFObjGen> automatic_;
};

bool has_entries(QPDFObjectHandle name_tree) {
  for (const char* key : {"/Names", "/Kids"}) {
    QPDFObjectHandle entries = name_tree.getKeyIfDict(key);
    if (entries.isArray() && entries.getArrayNItems() > 0) return true;
  }
  return false;
}

void add_attachments(QPDF& pdf, Noticed& noticed) {
  QPDFEmbeddedFileDocumentHelper files(pdf);
  for (const auto& [name, file] : files.getEmbeddedFiles()) {
    const std::string shown = file ? file->getFilename() : std::string();
    noticed.add(ObservationKind::attachment, shown.empty() ? name : shown);
  }
}

}  // namespace

std::vector<Observation> document_actions(QPDF& pdf) {
  Noticed noticed(0);
  noticed.look([&] {
    QPDFObjectHandle root = pdf.getRoot();
    noticed.look([&] { noticed.add_action(root.getKey("/OpenAction"), Trigger::automatic); });
    noticed.look([&] { noticed.add_additional_actions(root, Trigger::automatic); });
    QPDFObjectHandle names = root.getKey("/Names");
    if (has_entries(names.getKeyIfDict("/JavaScript"))) {
      noticed.add(ObservationKind::active_content, "JavaScript");
    }
    if (has_entries(names.getKeyIfDict("/EmbeddedFiles"))) {
      noticed.look([&] { add_attachments(pdf, noticed); });
    }
    noticed.add_outline(root.getKey("/Outlines"));
    noticed.look([&] { noticed.add_fields(root.getKey("/AcroForm")); });
  });
  return noticed.take();
}

std::vector<Observation> page_actions(QPDFObjectHandle page, int number) {
  Noticed noticed(number);
  noticed.look([&] { noticed.add_additional_actions(page, Trigger::automatic); });
  noticed.look([&] {
    QPDFObjectHandle annotations = page.getKeyIfDict("/Annots");
    for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i) {
      noticed.look([&] { noticed.add_annotation(annotations.getArrayItem(i)); });
    }
  });
  return noticed.take();
}

QPDFObjectHandle shown_appearance(QPDFObjectHandle annotation) {
  QPDFObjectHandle none = QPDFObjectHandle::newNull();
  if (!annotation.isDictionary()) return none;
  QPDFObjectHandle flags = annotation.getKey("/F");
  const int hidden = kAnnotationHidden | kAnnotationNoView;
  if (flags.isInteger() && (flags.getIntValueAsInt() & hidden) != 0) return none;
  if (annotation.getKey("/Subtype").isNameAndEquals("/Popup")) return none;
  QPDFObjectHandle normal = annotation.getKey("/AP").getKeyIfDict("/N");
  if (normal.isStream()) return normal;
  QPDFObjectHandle state = annotation.getKey("/AS");
  if (!normal.isDictionary() || !state.isName()) return none;
  QPDFObjectHandle chosen = normal.getKey(state.getName());
  return chosen.isStream() ? chosen : none;
}

}  // namespace jianzhen::ingest
