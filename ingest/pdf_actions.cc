#include "ingest/qpdf_lint.h"  // first
//
#include <algorithm>
#include <array>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <string_view>

#include "ingest/pdf_actions.h"

namespace jianzhen::ingest {
namespace {

using core::Observation;
using core::ObservationKind;

constexpr int kChain = 16;            // actions may follow each other in a ring
constexpr int kAnnotations = 2000;    // of one page
constexpr int kAnnotationHidden = 2;  // flags of 12.5.3: Hidden, NoView
constexpr int kAnnotationNoView = 32;

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
    Observation one{kind, page_, std::move(detail)};
    if (std::ranges::find(all_, one) == all_.end()) all_.push_back(std::move(one));
  }

  void add_action(QPDFObjectHandle action, Trigger trigger, int chain = 0) {
    if (!action.isDictionary() || chain > kChain) return;
    QPDFObjectHandle type = action.getKey("/S");
    for (const Row& row : kActions) {
      const bool counts = trigger == Trigger::automatic || row.least == Trigger::click;
      if (counts && type.isName() && type.getName() == row.type) {
        add(row.kind, std::string(row.detail));
      }
    }
    if (action.hasKey("/JS")) add(ObservationKind::active_content, "JavaScript");
    QPDFObjectHandle next = action.getKey("/Next");
    if (next.isArray()) {
      for (int i = 0; i < std::min(next.getArrayNItems(), kChain); ++i) {
        add_action(next.getArrayItem(i), trigger, chain + 1);
      }
    } else {
      add_action(next, trigger, chain + 1);
    }
  }

  void add_additional_actions(QPDFObjectHandle owner, Trigger trigger) {
    QPDFObjectHandle actions = owner.getKeyIfDict("/AA");
    if (!actions.isDictionary()) return;
    for (const auto& key : actions.getKeys()) add_action(actions.getKey(key), trigger);
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
  int page_;
  std::vector<Observation> all_;
};

bool has_entries(QPDFObjectHandle name_tree) {
  for (const char* key : {"/Names", "/Kids"}) {
    QPDFObjectHandle entries = name_tree.getKeyIfDict(key);
    if (entries.isArray() && entries.getArrayNItems() > 0) return true;
  }
  return false;
}

}  // namespace

std::vector<Observation> document_actions(QPDF& pdf) {
  Noticed noticed(0);
  QPDFObjectHandle root = pdf.getRoot();
  noticed.add_action(root.getKey("/OpenAction"), Trigger::automatic);
  noticed.add_additional_actions(root, Trigger::automatic);
  QPDFObjectHandle names = root.getKey("/Names");
  if (has_entries(names.getKeyIfDict("/JavaScript"))) {
    noticed.add(ObservationKind::active_content, "JavaScript");
  }
  if (has_entries(names.getKeyIfDict("/EmbeddedFiles"))) {
    QPDFEmbeddedFileDocumentHelper files(pdf);
    for (const auto& [name, file] : files.getEmbeddedFiles()) {
      const std::string shown = file ? file->getFilename() : std::string();
      noticed.add(ObservationKind::attachment, shown.empty() ? name : shown);
    }
  }
  return noticed.take();
}

std::vector<Observation> page_actions(QPDFObjectHandle page, int number) {
  Noticed noticed(number);
  noticed.add_additional_actions(page, Trigger::automatic);
  QPDFObjectHandle annotations = page.getKeyIfDict("/Annots");
  const int count = annotations.isArray() ? annotations.getArrayNItems() : 0;
  for (int i = 0; i < std::min(count, kAnnotations); ++i) {
    noticed.add_annotation(annotations.getArrayItem(i));
  }
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
