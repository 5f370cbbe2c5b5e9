#include "ingest/ofd_stamp.h"

#include "ingest/der.h"

namespace jianzhen::ingest {
namespace {

constexpr int kStamps = 500;  // of one file
constexpr std::uint8_t kIa5String = 0x16;

// SES_SealInfo ::= SEQUENCE { header, esID, property, picture SEQUENCE { type, data, width, height
// } … }
std::string picture_of_seal_info(const DerNode& info) {
  DerReader fields(info);
  if (!fields.next(der::kSequence) || !fields.next(kIa5String) || !fields.next(der::kSequence)) {
    return {};
  }
  const auto picture = fields.next(der::kSequence);
  if (!picture) return {};
  DerReader parts(*picture);
  const auto type = parts.next(kIa5String);
  const auto data = type ? parts.next(der::kOctetString) : std::nullopt;
  return data ? octets_of(*data) : std::string();
}

// SESeal ::= SEQUENCE { eSealInfo, … }
std::string picture_of_seal(const DerNode& seal) {
  DerReader fields(seal);
  const auto info = fields.next(der::kSequence);
  return info ? picture_of_seal_info(*info) : std::string();
}

void add_stamps(OfdDocument& document, const std::string& path, const std::string& page_id,
                std::vector<OfdStamp>& into) {
  const auto description = document.package().xml(path);
  if (!description) return;
  const pugi::xml_node info = child(*description, "SignedInfo");
  std::string picture;
  // The seal itself, else the one that the signed value brings along.
  for (const std::string_view named :
       {child_text(child(info, "Seal"), "BaseLoc"), child_text(*description, "SignedValue")}) {
    const auto file = named.empty() ? std::nullopt : OfdPackage::resolved(path, named);
    const auto bytes = file ? document.package().bytes(*file) : std::nullopt;
    if (picture.empty() && bytes) picture = seal_picture(*bytes);
  }
  if (picture.empty()) return;
  for (const pugi::xml_node& stamp : info.children()) {
    if (local_name(stamp) != "StampAnnot" || into.size() >= kStamps) continue;
    const auto place = ofd_box(stamp.attribute("Boundary").value());
    if (place && stamp.attribute("PageRef").value() == page_id) into.push_back({*place, picture});
  }
}

}  // namespace

std::string seal_picture(std::string_view der) {
  DerReader outer(der);
  const auto whole = outer.next(der::kSequence);
  if (!whole) return {};
  if (std::string picture = picture_of_seal(*whole); !picture.empty()) return picture;
  // SES_Signature ::= SEQUENCE { TBS_Sign ::= SEQUENCE { version, eseal, … } … }
  DerReader fields(*whole);
  const auto signed_part = fields.next(der::kSequence);
  if (!signed_part) return {};
  DerReader inner(*signed_part);
  const auto seal = inner.next(der::kInteger) ? inner.next(der::kSequence) : std::nullopt;
  return seal ? picture_of_seal(*seal) : std::string();
}

std::vector<OfdStamp> stamps_on(OfdDocument& document, int page) {
  std::vector<OfdStamp> stamps;
  const std::string list_path = document.signatures();
  const auto list =
      list_path.empty() ? core::Result<pugi::xml_node>({}) : document.package().xml(list_path);
  if (!list) return stamps;
  for (const pugi::xml_node& one : list->children()) {
    if (local_name(one) != "Signature") continue;
    const auto path = OfdPackage::resolved(list_path, one.attribute("BaseLoc").value());
    if (path) add_stamps(document, *path, document.page_id(page), stamps);
  }
  return stamps;
}

}  // namespace jianzhen::ingest
