#include "ingest/qpdf_lint.h"  // first
//
#include <algorithm>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>
#include <string>

#include "ingest/attachments.h"
#include "ingest/bounded_pipeline.h"

namespace jianzhen::ingest {
namespace {

// One attachment is held in memory while it is written.
constexpr std::uint64_t kLargest = std::uint64_t{256} << 20;

class FileSpecifications {
 public:
  explicit FileSpecifications(AttachmentWriter& writer) : writer_(writer) {}

  // False: enough. ISO 32000-1, 7.11.3; the same stream may be named in several places.
  bool add(QPDFObjectHandle specification, const std::string& otherwise) {
    QPDFObjectHandle files = specification.getKeyIfDict("/EF");
    QPDFObjectHandle stream = files.getKeyIfDict("/UF");
    if (!stream.isStream()) stream = files.getKeyIfDict("/F");
    if (!stream.isStream()) return true;
    if (stream.isIndirect() && !seen_.insert(stream.getObjGen()).second) return true;
    std::string name = name_of(specification);
    if (name.empty()) name = otherwise;
    std::string bytes;
    std::size_t left = std::min(kLargest, writer_.bytes_left());
    Collected collected(bytes, left);
    stream.pipeStreamData(&collected, 0, qpdf_dl_all, true);
    if (collected.is_over()) {
      writer_.refuse(name);
      return false;
    }
    return writer_.add(name, bytes);
  }

 private:
  static std::string name_of(QPDFObjectHandle specification) {
    for (const char* key : {"/UF", "/F", "/Unix", "/DOS"}) {
      QPDFObjectHandle name = specification.getKeyIfDict(key);
      if (name.isString()) return name.getUTF8Value();
    }
    return {};
  }

  AttachmentWriter& writer_;
  std::set<QPDFObjGen> seen_;
};

bool give_annotations(QPDFObjectHandle page, FileSpecifications& files) {
  QPDFObjectHandle annotations = page.getKeyIfDict("/Annots");
  for (int i = 0; annotations.isArray() && i < annotations.getArrayNItems(); ++i) {
    QPDFObjectHandle annotation = annotations.getArrayItem(i);
    if (!annotation.getKeyIfDict("/Subtype").isNameAndEquals("/FileAttachment")) continue;
    if (!files.add(annotation.getKeyIfDict("/FS"), "")) return false;
  }
  return true;
}

}  // namespace

core::Result<void> pdf_attachments(const std::filesystem::path& file, AttachmentWriter& writer) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processFile(file.c_str());
    FileSpecifications files(writer);
    QPDFEmbeddedFileDocumentHelper embedded(pdf);
    for (const auto& [name, specification] : embedded.getEmbeddedFiles()) {
      if (!files.add(specification->getObjectHandle(), name)) return {};
    }
    for (const QPDFObjectHandle& page : pdf.getAllPages()) {
      if (!give_annotations(page, files)) return {};
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // A file too damaged for qpdf: whoever reads its pages says so.
  }
  return {};
}

}  // namespace jianzhen::ingest
