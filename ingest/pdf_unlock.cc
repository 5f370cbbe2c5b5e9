#include "ingest/qpdf_lint.h"  // first
//
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFWriter.hh>

#include "ingest/failures.h"
#include "ingest/ingest.h"

namespace jianzhen::ingest {
namespace {

bool opens_with(QPDF& pdf, const std::filesystem::path& file, const char* password) {
  pdf.setSuppressWarnings(true);
  try {
    pdf.processFile(file.c_str(), password);
    return true;
  } catch (const QPDFExc& refused) {
    if (refused.getErrorCode() == qpdf_e_password) return false;
    throw;
  }
}

}  // namespace

core::Result<std::filesystem::path> unlocked_copy(const std::filesystem::path& file,
                                                  const std::string& password,
                                                  const std::filesystem::path& scratch) {
  try {
    if (QPDF open; opens_with(open, file, "")) return std::filesystem::path{};
    QPDF pdf;
    if (!opens_with(pdf, file, password.c_str())) {
      return core::fail(core::ErrorCode::encrypted,
                        {"密码不对，文件打不开。", "The password does not open the file."});
    }
    std::filesystem::path copy = scratch / "document.pdf";
    QPDFWriter writer(pdf, copy.c_str());
    writer.setPreserveEncryption(false);
    writer.write();
    return copy;
  } catch (const std::exception& exception) {
    return caught(exception, "unlocking");
  }
}

}  // namespace jianzhen::ingest
